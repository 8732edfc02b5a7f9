internal import Core
internal import Testing

@Suite("A failure is reported, and the process ends only when its environment is lost") struct FailureTests {
  @Test(
    "A thrown error is reported with its type and its words, whatever is in them",
    arguments: ["plain", "two\nlines\tand \u{1} \u{1F}", #"quotes " and \ backslashes"#, "\u{2028}é🎉", ""])
  func thrown(message: String) throws {
    let function = try RunningFunction.echo()
    let call = try function.invoke(["message": .string(message)], as: "r-1")
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.EchoFailure")
    #expect(
      try call.json == [
        "errorMessage": .string(message), "errorType": "Function.EchoFailure", "stackTrace": [],
      ])
    #expect(try function.invoke(2, as: "r-2").path == "/invocation/r-2/response")
    let line = try #require(try function.log().first)
    #expect(line["requestId"] == "r-1")
    #expect(line["error"] == .string(message))
  }

  @Test("An event that is no JSON fails its own invocation", arguments: ["", "{", "nul", "{} {}", "\u{0}"])
  func malformedEvent(event: String) throws {
    let function = try RunningFunction.echo()
    let call = try function.send(Array(event.utf8))
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.JSONError")
    call.answer(202)
    #expect(try function.invoke(2, as: "r-2").path == "/invocation/r-2/response")
  }

  @Test("An answer of 6 MiB and 100 bytes is posted; one byte more is an error")
  func answerSize() throws {
    let function = try RunningFunction.echo()
    let limit = 6_291_556
    let largest = try function.invoke(["bytes": JSON(limit)], as: "r-1")
    #expect(largest.path == "/invocation/r-1/response")
    #expect(largest.body.count == limit)
    let tooLarge = try function.invoke(["bytes": JSON(limit + 1)], as: "r-2")
    #expect(tooLarge.path == "/invocation/r-2/error")
    #expect(tooLarge.headers["lambda-runtime-function-error-type"] == "Function.ResponseSizeTooLarge")
    #expect(
      try tooLarge.json["errorMessage"] == "the answer has 6291557 bytes; 6291556 are allowed")
    #expect(try function.invoke(3, as: "r-3").path == "/invocation/r-3/response")
  }

  @Test(
    "Answering an answer with 500 ends the process, with a line of reason",
    arguments: [1, ["message": "no"]] as [JSON])
  func lostEnvironment(event: JSON) throws {
    let function = try RunningFunction.echo()
    _ = try function.invoke(event, answered: 500)
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason() == "the runtime API answered 500")
  }

  @Test("A refused wait for an event ends the process, with one line of reason", arguments: [403, 500])
  func refusedNext(status: Int) throws {
    let function = try RunningFunction.echo()
    try function.awaitNext().answer(status, Array(#"{"errorMessage":"no"}"#.utf8))
    #expect(try function.exitStatus() == 1)
    #expect(try function.log().count == 1)
    #expect(try function.lastReason() == "the next invocation was answered \(status)")
  }

  @Test("An invocation without a request id ends the process")
  func noRequestID() throws {
    let function = try RunningFunction.echo()
    try function.awaitNext().answer(200, Array("{}".utf8))
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason() == "the next invocation has no request id")
  }

  @Test("An event that is cut short is never handled")
  func cutEvent() throws {
    let function = try RunningFunction.echo()
    let call = try function.awaitNext()
    let head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: r-1\r\nContent-Length: 9\r\n\r\n"
    call.connection.send(Array((head + "1234").utf8))
    call.drop()
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason().hasPrefix("no next invocation: "))
  }

  @Test("A second drop in a row ends the process")
  func droppedTwice() throws {
    let function = try RunningFunction.echo()
    _ = try function.invoke(1)
    try function.awaitNext().drop()
    try function.awaitNext().drop()
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason().hasPrefix("no next invocation: "))
  }

  @Test("Nobody at the address ends the process")
  func nobody() throws {
    // Port 9 is reserved for "discard" (RFC 863), which listens nowhere today.
    let function = try RunningFunction(
      "EchoEvent", settings: ["ECHO_COLOR": "red", "ECHO_SHAPE": "round"], address: "127.0.0.1:9")
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason().hasPrefix("no next invocation: "))
  }

  @Test("Without an address the process says what runs it")
  func noAddress() throws {
    let function = try RunningFunction("EchoRequest", address: "")
    #expect(try function.exitStatus() == 1)
    #expect(
      try function.lastReason()
        == "AWS_LAMBDA_RUNTIME_API is not set: run this by Lambda or by `clientnest`")
  }
}

@Suite("Settings are checked before the first event") struct SettingTests {
  @Test("All missing settings are reported at once, then the process ends", arguments: [202, 403, 500])
  func allMissing(status: Int) throws {
    // An empty value counts as none: so templates say "not given".
    let function = try RunningFunction("EchoEvent", settings: ["ECHO_SHAPE": ""])
    let call = try function.api.receive()
    #expect(call.path == "/init/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.MissingSetting")
    let message = "missing environment variables: ECHO_COLOR (the color), ECHO_SHAPE (the shape)"
    #expect(try call.json["errorMessage"] == .string(message))
    #expect(try call.json["errorType"] == "Function.MissingSetting")
    call.answer(status)
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason() == (status == 500 ? "the runtime API answered 500" : message))
  }

  @Test("Only what is missing is named") func oneMissing() throws {
    let function = try RunningFunction("EchoEvent", settings: ["ECHO_SHAPE": "round"])
    let call = try function.api.receive()
    #expect(try call.json["errorMessage"] == "missing environment variables: ECHO_COLOR (the color)")
  }
}
