internal import Core
internal import Harness
internal import Host
internal import Testing

@Suite("AWS's own libraries work with the host", .serialized) struct AWSClientTests {
  private static let template = """
    Resources:
      Work: {Type: AWS::SQS::Queue}
    """

  @Test("boto3 finds the queues as AWS documents them, signatures included")
  func boto3() throws {
    try RunningHost.with(Self.template, configured: { $0.secretKey = "hidden" }) { host in
      let result = try Python.run(
        "Tests/AWSClients/sqs_boto3.py", ["http://127.0.0.1:\(host.servicesPort)", "hidden"],
        upTo: .seconds(180))
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("sqs_boto3: 43 cases"), "\(result.output)")
    }
  }

  @Test("The same suite holds for moto, but where moto is not as AWS documents it")
  func moto() throws {
    let result = try Python.run("Tests/AWSClients/sqs_boto3.py", ["moto"], upTo: .seconds(180))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("sqs_boto3: 43 cases"), "\(result.output)")
  }

  @Test("The AWS command line works through its commands")
  func commandLine() throws {
    try RunningHost.with(Self.template, configured: { $0.secretKey = "hidden" }) { host in
      let result = try Python.run(
        "Tests/AWSClients/sqs_awscli.py", ["http://127.0.0.1:\(host.servicesPort)", "hidden"],
        upTo: .seconds(180))
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("sqs_awscli: 14 commands"), "\(result.output)")
    }
  }
}
