internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import HostQueues
internal import Testing

@Suite("Queues and schedules run functions", .serialized) struct TriggerTests {
  private static let template = """
    Resources:
      Work:
        Type: AWS::SQS::Queue
        Properties:
          VisibilityTimeout: 1
          RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
      Dead: {Type: AWS::SQS::Queue}
      Consumer:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Timeout: 1
          Events:
            Queue:
              Type: SQS
              Properties: {Queue: !GetAtt Work.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}
      Ticker:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Events:
            Every: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
    """

  @Test("Of a batch, only what failed comes again, and goes to the dead letters at last")
  func partialBatches() throws {
    try RunningHost.with(Self.template) { host in
      try host.host.startTriggers()
      let entries = (0..<10).map {
        JSON.object(["Id": .string("m\($0)"), "MessageBody": $0 == 3 ? "fail" : "pass"])
      }
      let sent = try host.caller.queues(
        "SendMessageBatch", ["QueueUrl": "http://q/000000000000/Work", "Entries": .array(entries)])
      #expect(sent.json["Successful"]?.array?.count == 10)
      _ = try wait(for: "dead letter", upTo: .seconds(15)) {
        let depths = try host.queues.depths()
        let work = depths.first { $0.name == "Work" }
        return work?.visible == 0 && work?.inFlight == 0 && depths.last?.visible == 1 ? true : nil
      }
    }
  }

  @Test("Ticks missed while no host ran are caught up by one, and the rhythm is kept")
  func missedTicks() throws {
    let now = Instant.now()
    let last = now + .seconds(-600 + 30)
    try RunningHost.with(Self.template, ticks: ["Ticker/Every": .string(last.description)]) { host in
      try host.host.startTriggers()
      _ = try wait(for: "tick", upTo: .seconds(10)) {
        let state = try host.state(of: "Ticker")
        return state["invocations"] == 1 && state["waiting"] == 0 ? true : nil
      }
      let timer = try #require(try host.services.get("/host/timers").json[0])
      let next = try #require(timer["next"]?.string.flatMap { Instant($0) })
      // Due in the future, so nothing is caught up twice, and whole minutes after the last one.
      #expect(next > Instant.now())
      #expect(next == last + .seconds(600))
      #expect(timer["lastError"] == .null)
    }
  }

  @Test("A rate that never ran begins at once")
  func firstTick() throws {
    try RunningHost.with(Self.template) { host in
      try host.host.startTriggers()
      _ = try wait(for: "tick", upTo: .seconds(10)) {
        try host.state(of: "Ticker")["invocations"] == 1 ? true : nil
      }
    }
  }
}
