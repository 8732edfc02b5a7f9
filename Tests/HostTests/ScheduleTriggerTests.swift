internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import Testing

@Suite("Schedules hand their events over as AWS's services do", .serialized) struct ScheduleTriggerTests {
  private static func template(_ events: String, _ schedules: String) -> String {
    """
    Resources:
      Dead: {Type: AWS::SQS::Queue}
      Recorder:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/RecordingFunction
          Environment: {Variables: {EVENTS: \(events)}}
          Events:
    \(schedules.split(separator: "\n").map { "        \($0)" }.joined(separator: "\n"))
    """
  }

  /// Runs a body with a host whose function records what its schedules send.
  private func with(_ schedules: String, _ body: (RunningHost, () throws -> [JSON]) throws -> Void) throws {
    let file = TemporaryDirectory.path("events")
    defer { unlink(file) }
    try RunningHost.with(Self.template(file, schedules)) { host in
      try host.host.startTriggers()
      try body(host) { try WebSocketHost.events(in: file) }
    }
  }

  @Test(
    "EventBridge Scheduler replaces its keywords, a rule does not; without Input each sends its own event")
  func envelopes() throws {
    let schedules = """
      Keywords:
        Type: ScheduleV2
        Properties:
          Name: nightly
          GroupName: reports
          ScheduleExpression: rate(1 day)
          Input: '{"kind":"keywords","arn":"<aws.scheduler.schedule-arn>","due":"<aws.scheduler.scheduled-time>",
            "execution":"<aws.scheduler.execution-id>","attempt":"<aws.scheduler.attempt-number>"}'
      Plain: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
      Rule: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
      RuleInput:
        Type: Schedule
        Properties: {Schedule: rate(1 day), Input: '{"kind":"rule","arn":"<aws.scheduler.schedule-arn>"}'}
      Off: {Type: Schedule, Properties: {Schedule: rate(1 day), Enabled: false}}
      """
    try with(schedules) { _, events in
      let all = try wait(for: "four events", upTo: .seconds(10)) {
        let all = try events()
        return all.count >= 4 ? all : nil
      }
      #expect(all.count == 4)
      let keywords = try #require(all.first { $0["kind"] == "keywords" })
      #expect(keywords["arn"] == "arn:aws:scheduler:local:000000000000:schedule/reports/nightly")
      #expect(keywords["attempt"] == "1")
      let due = try #require(keywords["due"]?.string)
      #expect(Instant(due) != nil && !due.contains("."))
      #expect(keywords["execution"]?.string?.isEmpty == false)
      let plain = try #require(all.first { $0["source"] == "aws.scheduler" })
      #expect(plain["detail-type"] == "Scheduled Event")
      #expect(plain["detail"] == "{}")
      #expect(plain["resources"] == ["arn:aws:scheduler:local:000000000000:schedule/default/RecorderPlain"])
      let rule = try #require(all.first { $0["source"] == "aws.events" })
      #expect(rule["detail"] == [:])
      #expect(rule["resources"] == ["arn:aws:events:local:000000000000:rule/RecorderRule"])
      #expect(rule["time"]?.string.flatMap { Instant($0) } != nil)
      #expect(all.contains(["kind": "rule", "arn": "<aws.scheduler.schedule-arn>"]))
    }
  }

  @Test("A failed tick is tried again as often as its policy says, then its event is a dead letter")
  func retries() throws {
    let schedules = """
      Failing:
        Type: ScheduleV2
        Properties:
          ScheduleExpression: rate(1 day)
          Input: '{"fail":true,"attempt":"<aws.scheduler.attempt-number>"}'
          RetryPolicy: {MaximumRetryAttempts: 1}
          DeadLetterConfig: {Arn: !GetAtt Dead.Arn}
      """
    try with(schedules) { host, events in
      let letter = try wait(for: "dead letter", upTo: .seconds(15)) {
        let request: JSON = ["QueueUrl": "http://q/000000000000/Dead", "MessageAttributeNames": ["All"]]
        let answer = try host.caller.queues("ReceiveMessage", request)
        return answer.json["Messages"]?[0]
      }
      #expect(try events().map { $0["attempt"] } == ["1", "2"])
      let attributes = letter["MessageAttributes"]
      func attribute(_ name: String) -> String? { attributes?[name]?["StringValue"]?.string }
      #expect(attribute("EXHAUSTED_RETRY_CONDITION") == "MaximumRetryAttempts")
      #expect(attribute("RETRY_ATTEMPTS") == "1")
      #expect(attribute("ERROR_CODE") == "ValueError")
      #expect(attribute("TARGET_ARN") == "arn:aws:lambda:local:000000000000:function:Recorder")
      #expect(attribute("SCHEDULE_ARN")?.hasSuffix("schedule/default/RecorderFailing") == true)
      let body = try JSON(parsing: #require(letter["Body"]?.string))
      #expect(body["Payload"] == #"{"fail":true,"attempt":"2"}"#)
      let timer = try #require(try host.services.get("/host/timers").json[0])
      #expect(timer["lastError"]?.string?.contains("as asked") == true)
    }
  }

  @Test("Nothing runs before StartDate or after EndDate; a flexible window delays within its bounds")
  func dates() throws {
    let schedules = """
      Later:
        Type: ScheduleV2
        Properties: {ScheduleExpression: rate(1 day), StartDate: "2199-01-01T00:00:00Z"}
      Ended:
        Type: ScheduleV2
        Properties: {ScheduleExpression: rate(1 day), EndDate: "2020-01-01T00:00:00Z"}
      Flexible:
        Type: ScheduleV2
        Properties:
          ScheduleExpression: at(2199-01-01T00:00:00)
          FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: 15}
      """
    try with(schedules) { host, events in
      let timers = try host.services.get("/host/timers").json.array ?? []
      func time(_ name: String, _ member: String) -> Instant? {
        timers.first { $0["name"]?.string == "Recorder/" + name }?[member]?.string.flatMap { Instant($0) }
      }
      #expect(timers.count == 3)
      #expect(time("Later", "next") == Instant("2199-01-01T00:00:00Z"))
      #expect(time("Ended", "next") == nil)
      let due = try #require(time("Flexible", "next"))
      let runsAt = try #require(time("Flexible", "runsAt"))
      #expect(due == Instant("2199-01-01T00:00:00Z"))
      #expect(runsAt >= due && runsAt < due + .seconds(900))
      #expect(try events().isEmpty)
    }
  }
}
