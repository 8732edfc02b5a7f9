internal import Harness
internal import Testing

@Suite("AWS's own libraries work with the host") struct AWSClientTests {
  @Test("boto3 sends, receives and settles messages, and knows the errors")
  func queues() throws {
    let template = """
      Resources:
        Work:
          Type: AWS::SQS::Queue
          Properties:
            RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
        Dead: {Type: AWS::SQS::Queue}
      """
    try RunningHost.with(template) { host in
      let services = "http://127.0.0.1:\(host.servicesPort)"
      let result = try Python.run("Tests/AWSClients/sqs_boto3.py", [services])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("sqs_boto3: ok"))
    }
  }
}
