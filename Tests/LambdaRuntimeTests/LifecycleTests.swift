internal import Core
internal import Glibc
internal import Harness
internal import Testing

/// `KeepConnection` on an API whose extensions are answered as `extensions` says.
private func keeping(_ extensions: Extensions = .known) throws -> RunningFunction {
  let function = try RunningFunction("KeepConnection", settings: ["KEPT": "a"])
  let register = try function.api.receive()
  #expect(register.method == "POST")
  #expect(register.path == "/2020-01-01/extension/register")
  #expect(register.headers["lambda-extension-name"] == "clean-up")
  #expect(try register.json == ["events": []])
  switch extensions {
  case .known:
    register.answer(200, headers: ["Lambda-Extension-Identifier: e-1"], Array("{}".utf8))
    let next = try function.api.receive()
    #expect(next.path == "/2020-01-01/extension/event/next")
    #expect(next.headers["lambda-extension-identifier"] == "e-1")
  case .unknown(let status): register.answer(status)
  case .dropped: register.drop()
  }
  return function
}

private enum Extensions {
  case known, dropped
  case unknown(Int)
}

@Suite("SIGTERM ends a function in good order") struct TerminationTests {
  @Test("Before the first event there is nothing to end") func beforeAnyEvent() throws {
    let function = try RunningFunction("EchoBytes")
    _ = try function.awaitNext()
    function.signal(SIGTERM)
    #expect(try function.exitStatus() == 0)
  }

  @Test("While it waits: what is kept is ended, once") func idle() throws {
    let function = try keeping()
    _ = try function.invoke([:])
    _ = try function.invoke([:], as: "r-2")
    _ = try function.awaitNext()
    function.signal(SIGTERM)
    #expect(try function.exitStatus() == 0)
    #expect(try function.log().map { $0["message"] } == ["ended"])
    #expect(try function.log()[0]["kept"] == "first")
  }

  @Test("While it waits for another system: the call is broken off, answered, and what is kept is ended")
  func busy() throws {
    let silent = try SilentServer()
    let function = try keeping()
    _ = try function.begin(JSON.object(["call": .string(silent.url)]).encoded())
    try silent.awaitRequest()
    function.signal(SIGTERM)
    let call = try function.api.receive()
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.TransferError")
    call.answer(202)
    #expect(try function.exitStatus() == 0)
    #expect(try function.log().last?["message"] == "ended")
  }

  @Test("While it computes: it ends nevertheless") func computing() throws {
    let function = try keeping()
    let event: JSON = ["log": [["level": "INFO", "message": "begun"]], "spin": true]
    _ = try function.begin(event.encoded())
    _ = try function.awaitLog("begun")
    function.signal(SIGTERM)
    #expect(try function.exitStatus() == 0)
  }

  @Test("An API without extensions serves as well", arguments: [403, 404, 500]) func unknown(status: Int)
    throws
  {
    let function = try keeping(.unknown(status))
    #expect(try function.invoke([:]).path == "/invocation/r-1/response")
  }

  @Test("An API that drops the registration serves as well") func dropped() throws {
    let function = try keeping(.dropped)
    #expect(try function.invoke([:]).path == "/invocation/r-1/response")
  }

  @Test("A function that keeps no connection registers nothing") func nothingKept() throws {
    // The first call is the one for an event.
    _ = try RunningFunction.echo().awaitNext()
  }
}

@Suite("A handler that does not come back is answered for") struct DeadlineTests {
  private func deadline(in milliseconds: Int64) -> String {
    "Lambda-Runtime-Deadline-Ms: \((Instant.now().microseconds / 1000) + milliseconds)"
  }

  @Test("Before the deadline, with what it was doing; then the process ends") func computing() throws {
    let function = try keeping()
    let due = Instant.now() + .seconds(1)
    let headers = [deadline(in: 1000), "Lambda-Runtime-Invocation-Id: i-1"]
    let call = try function.send(JSON.object(["spin": true]).encoded(), headers: headers)
    #expect(Instant.now() < due)
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.Timeout")
    #expect(call.headers["lambda-runtime-invocation-id"] == "i-1")
    let message = try #require(try call.json["errorMessage"]?.string)
    #expect(message.hasSuffix("it was in its own code"))
    call.answer(202)
    #expect(try function.exitStatus() == 1)
    #expect(try function.lastReason() == "a handler did not return in time")
  }

  @Test("A call to another system ends before the deadline, and the handler answers itself") func calling()
    throws
  {
    let silent = try SilentServer()
    let function = try keeping()
    let due = Instant.now() + .seconds(1)
    let call = try function.send(
      JSON.object(["call": .string(silent.url)]).encoded(), headers: [deadline(in: 1000)])
    #expect(Instant.now() < due)
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.TransferError")
    call.answer(202)
    #expect(try function.invoke([:], as: "r-2").path == "/invocation/r-2/response")
  }

  @Test("A later invocation has its own deadline, also a shorter one") func shorter() throws {
    let function = try keeping()
    _ = try function.invoke([:], headers: [deadline(in: 600_000)])
    let call = try function.send(
      JSON.object(["spin": true]).encoded(), as: "r-2", headers: [deadline(in: 500)])
    #expect(call.path == "/invocation/r-2/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.Timeout")
  }

  @Test("A deadline that has passed already is a clock that differs") func passed() throws {
    let function = try RunningFunction.echo()
    let call = try function.invoke(1, headers: ["Lambda-Runtime-Deadline-Ms: 1542409706888"])
    #expect(call.path == "/invocation/r-1/response")
  }

  @Test("The handler is told how much time it has") func timeLeft() throws {
    let function = try RunningFunction.echo()
    let answer = try function.invoke(1, headers: [deadline(in: 10_000)]).json
    let left = try #require(answer["milliseconds"]?.integer)
    #expect((5000...9800).contains(left))
  }
}

@Suite("Work after the answer") struct AfterAnswerTests {
  @Test(
    "It begins when the answer was accepted, and ends before the next event is asked for",
    arguments: [[], ["ClientNest-Runtime-Pipelining: next"]])
  func order(headers: [String]) throws {
    let function = try keeping()
    let event = JSON.object(["afterAnswer": ["a", "fail", "b"]]).encoded()
    let call = try function.send(event, headers: headers)
    #expect(call.path == "/invocation/r-1/response")
    // It would have come together with the answer.
    #expect(try call.connection.takeCall() == nil)
    #expect(try function.text() == "")
    call.answer(202)
    _ = try function.awaitNext()
    let log = try function.log()
    #expect(
      log.map { $0["message"] } == ["after the answer", "work after the answer failed", "after the answer"])
    #expect(log.compactMap { $0["word"] } == ["a", "b"])
    #expect(log.map { $0["requestId"] } == ["r-1", "r-1", "r-1"])
  }

  @Test("An answer that was refused has nothing after it", arguments: [400, 403, 410, 413])
  func refused(status: Int) throws {
    let function = try keeping()
    _ = try function.invoke(["afterAnswer": ["a"]], answered: status)
    _ = try function.invoke([:], as: "r-2")
    _ = try function.awaitNext()
    #expect(try function.log().map { $0["message"] } == ["an answer was refused"])
  }
}
