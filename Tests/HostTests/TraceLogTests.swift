internal import Core
internal import Harness
internal import Host
internal import Testing

@Suite("A message's trace is that of the function that takes it") struct TraceLogTests {
  private static let template = """
    Resources:
      Work: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}
      ConsumeMessage:
        Type: AWS::Serverless::Function
        Properties:
          MemorySize: 256
          Events:
            Work:
              Type: SQS
              Properties: {Queue: !GetAtt Work.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}
    """

  @Test("What a queue's function logs carries the trace of its message")
  func logs() throws {
    try RunningHost.with(Self.template) { host in
      try host.host.startTriggers()
      let trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=53995c3f42cd8ad8;Sampled=1"
      let sent = try host.caller.queues(
        "SendMessage",
        [
          "QueueUrl": "Work", "MessageBody": "discard",
          "MessageSystemAttributes": [
            "AWSTraceHeader": ["DataType": "String", "StringValue": .string(trace)]
          ],
        ])
      #expect(sent.status == 200, "\(sent.text)")
      let line = try wait(for: "the function's line", upTo: .seconds(20)) {
        try TextFile.read(host.directory + "/logs/clientnest.jsonl").split(separator: "\n").first {
          $0.contains("as told")
        }
      }
      #expect(line.contains(trace), "\(line)")
    }
  }
}
