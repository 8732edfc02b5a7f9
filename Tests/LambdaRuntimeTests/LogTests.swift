internal import Core
internal import Testing

@Suite("The log has a line per event, of the level and format that the environment asks for") struct LogTests
{
  private static let levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]

  private func run(_ lines: [JSON], _ settings: [String: String]) throws -> RunningFunction {
    let function = try RunningFunction(
      "KeepConnection", settings: settings.merging(["KEPT": "a"]) { first, _ in first })
    try function.api.receive().answer(404)
    _ = try function.invoke(["log": .array(lines)], headers: ["Lambda-Runtime-Trace-Id: Root=1"])
    _ = try function.awaitNext()
    return function
  }

  @Test("Nothing below the level is written", arguments: levels)
  func level(minimum: String) throws {
    let lines: [JSON] = Self.levels.map { ["level": .string($0), "message": "m"] }
    let written = try run(lines, ["AWS_LAMBDA_LOG_LEVEL": minimum]).log().compactMap { $0["level"]?.string }
    #expect(written == Array(Self.levels.drop { $0 != minimum }))
  }

  @Test("Without a level, or with one that is none, information is written", arguments: ["", "LOUD"])
  func noLevel(value: String) throws {
    let lines: [JSON] = Self.levels.map { ["level": .string($0), "message": "m"] }
    let written = try run(lines, ["AWS_LAMBDA_LOG_LEVEL": value]).log().compactMap { $0["level"]?.string }
    #expect(written == ["INFO", "WARN", "ERROR", "FATAL"])
  }

  @Test("Every control character arrives as it was, in a line of valid JSON")
  func controlCharacters() throws {
    let message = String(String.UnicodeScalarView((0..<0xA0).compactMap { UnicodeScalar($0) }))
    let function = try run([["level": "INFO", "message": .string(message)]], [:])
    let line = try #require(try function.log().first)
    #expect(try function.log().count == 1)
    #expect(line["message"] == .string(message))
    #expect(line["requestId"] == "r-1")
    #expect(line["traceId"] == "Root=1")
    #expect(line["field"] == 1)
    #expect(line["timestamp"]?.string.flatMap { Instant($0) } != nil)
  }

  @Test("As text: time, request id, level, message and fields between tabs, in one line")
  func text() throws {
    let function = try run([["level": "INFO", "message": "a\nb\tc"]], ["AWS_LAMBDA_LOG_FORMAT": "Text"])
    let lines = try function.text().split(separator: "\n")
    #expect(lines.count == 1)
    let words = lines[0].split(separator: "\t")
    #expect(words.dropFirst() == ["r-1", "INFO", "a b c", #"{"field":1}"#])
    #expect(Instant(String(words[0])) != nil)
  }

  @Test("Events and answers are never written", arguments: ["TRACE", "INFO"])
  func payloads(level: String) throws {
    let function = try RunningFunction(
      "EchoEvent", settings: ["ECHO_COLOR": "red", "ECHO_SHAPE": "round", "AWS_LAMBDA_LOG_LEVEL": level])
    _ = try function.invoke(["password": "hunter2"])
    _ = try function.send(Array(#"{"password": "hunter2"#.utf8), as: "r-2")
    #expect(try !function.text().contains("hunter2"))
  }
}
