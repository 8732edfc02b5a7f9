internal import Core
internal import Harness
internal import Host
internal import HostQueues
internal import Testing

@Suite("Filters decide which messages a function sees") struct QueueFilterTests {
  @Test(
    "A pattern that Lambda would not take ends the start",
    arguments: [
      "no JSON", "[]", "{}", #"{"body": {"a": 1}}"#, #"{"body": {"a": []}}"#,
      #"{"body": {"a": [{"prefix": 1}]}}"#, #"{"body": {"a": [{"numeric": ["<>", 1]}]}}"#,
      #"{"body": {"a": [{"numeric": [">"]}]}}"#, #"{"body": {"a": [{"anything-but": []}]}}"#,
      #"{"body": {"a": [{"like": "x"}]}}"#, #"{"body": {"a": [["x"]]}}"#, #"{"$or": [{"body": ["x"]}]}"#,
    ])
  func invalidPatterns(_ pattern: String) throws {
    let error = #expect(throws: HostError.self) {
      try RunningHost.with(Self.template(pattern)) { _ in }
    }
    #expect(error?.problems.contains { $0.contains("FilterCriteria") } == true)
  }

  @Test(
    "What passes is handled, what does not is deleted unseen",
    arguments: [
      (#"{"body": ["fail"]}"#, "fail", "other"),
      (#"{"body": [{"prefix": "f"}]}"#, "fail", "other"),
      (#"{"body": [{"suffix": "l"}]}"#, "fail", "other"),
      (#"{"body": [{"equals-ignore-case": "FAIL"}]}"#, "fail", "other"),
      (#"{"body": [{"anything-but": ["other"]}]}"#, "fail", "other"),
      (#"{"body": [{"anything-but": {"prefix": "o"}}]}"#, "fail", "other"),
      (#"{"body": ["x", "fail"]}"#, "fail", "other"),
      (#"{"$or": [{"body": ["x"]}, {"body": ["fail"]}]}"#, "fail", "other"),
      (#"{"body": {"n": [{"numeric": [">", 0, "<=", 5]}]}}"#, #"{"n": 5}"#, #"{"n": 6}"#),
      (#"{"body": {"n": [{"numeric": ["=", 5]}]}}"#, #"{"n": 5.0}"#, #"{"n": "5"}"#),
      (#"{"body": {"n": [5]}}"#, #"{"n": [4, 5]}"#, #"{"n": [4]}"#),
      (#"{"body": {"a": {"b": [{"exists": true}]}}}"#, #"{"a": {"b": null}}"#, #"{"a": {}}"#),
      (#"{"body": {"a": [{"exists": false}]}}"#, #"{"b": 1}"#, #"{"a": 1}"#),
      (#"{"body": {"a": [null, true]}}"#, #"{"a": true}"#, #"{"a": false}"#),
      (#"{"body": {"a": ["x"], "b": ["y"]}}"#, #"{"a": "x", "b": "y"}"#, #"{"a": "x", "b": "z"}"#),
      (#"{"body": {"a": ["x"]}}"#, #"{"a": "x"}"#, "x"),
      (#"{"messageAttributes": {"k": {"stringValue": [{"exists": false}]}}}"#, "fail", ""),
    ])
  func patterns(_ pattern: String, _ passing: String, _ other: String) throws {
    try RunningHost.with(Self.template(pattern)) { host in
      for body in [other, passing] where !body.isEmpty {
        let request: JSON = ["QueueUrl": "http://q/0/Work", "MessageBody": .string(body)]
        let sent = try host.caller.queues("SendMessage", request)
        #expect(sent.status == 200)
      }
      try host.host.startTriggers()
      _ = try wait(for: "empty queue", upTo: .seconds(10)) {
        let depth = try host.queues.depths()[0]
        let isSeen = try host.state(of: "Consumer")["invocations"] == 1
        return isSeen && depth.visible + depth.inFlight == 0 ? true : nil
      }
    }
  }

  /// The function succeeds with whatever it sees, one message at a time.
  private static func template(_ pattern: String) -> String {
    """
    Resources:
      Work: {Type: AWS::SQS::Queue}
      Consumer:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Events:
            Queue:
              Type: SQS
              Properties:
                Queue: !GetAtt Work.Arn
                BatchSize: 1
                FilterCriteria: {Filters: [{Pattern: '\(pattern)'}]}
    """
  }
}
