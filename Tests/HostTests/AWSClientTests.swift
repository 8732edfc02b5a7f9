internal import Glibc
internal import Harness
internal import Testing

@Suite("AWS's own libraries work with the host") struct AWSClientTests {
  /// Made by `make test` from `.ci/requirements.txt`.
  private static let python = ".venv/bin/python3"

  @Test("boto3 sends, receives and settles messages, and knows the errors")
  func queues() throws {
    try #require(access(Self.python, X_OK) == 0, "\(Self.python) is missing: run `make .venv/ready`")
    let template = """
      Resources:
        Work:
          Type: AWS::SQS::Queue
          Properties:
            RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
        Dead: {Type: AWS::SQS::Queue}
      """
    try RunningHost.with(template) { host in
      let script = "Tests/AWSClients/sqs_boto3.py"
      let result = try ChildProcess.run(Self.python, [script, "http://127.0.0.1:\(host.servicesPort)"])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("sqs_boto3: ok"))
    }
  }
}
