internal import Core
internal import Testing

@Suite("Connections come and go without a trace in the answers") struct ConnectionTests {
  @Test("A dropped connection is made again: while waiting for an event")
  func droppedWhileWaiting() throws {
    let function = try RunningFunction.echo()
    _ = try function.invoke(1)
    try function.awaitNext().drop()
    #expect(try function.invoke(2, as: "r-2").json["event"] == 2)
    #expect(try function.text() == "")
  }

  @Test("A dropped connection is made again: after an answer was taken")
  func droppedAfterAnswer() throws {
    let function = try RunningFunction.echo()
    try function.invoke(1).drop()
    #expect(try function.invoke(2, as: "r-2").json["event"] == 2)
    #expect(try function.text() == "")
  }

  @Test("A connection that is announced to end is made again")
  func announcedEnd() throws {
    let function = try RunningFunction.echo()
    let call = try function.send(Array("1".utf8))
    call.answer(202, headers: ["Connection: close"])
    call.drop()
    let next = try function.awaitNext()
    next.answer(200, headers: ["Lambda-Runtime-Aws-Request-Id: r-2", "Connection: Close"], Array("2".utf8))
    next.drop()
    let second = try function.api.receive()
    #expect(second.path == "/invocation/r-2/response")
    #expect(try second.json["event"] == 2)
    second.answer(202)
    _ = try function.awaitNext()
    #expect(try function.text() == "")
  }

  @Test("An answer whose connection died before a word came is posted once more", arguments: [202, 400, 403])
  func postedTwice(status: Int) throws {
    let function = try RunningFunction.echo()
    try function.send(Array("1".utf8)).drop()
    let again = try function.api.receive()
    #expect(again.path == "/invocation/r-1/response")
    #expect(try again.json["event"] == 1)
    // 400 and 403 say that the first one had arrived.
    again.answer(status)
    #expect(try function.invoke(2, as: "r-2").path == "/invocation/r-2/response")
    #expect(try function.text() == "")
  }

  @Test("An answer that cannot be posted twice over is logged, and the loop goes on")
  func lostAnswer() throws {
    let function = try RunningFunction.echo()
    try function.send(Array("1".utf8)).drop()
    try function.api.receive().drop()
    #expect(try function.invoke(2, as: "r-2").path == "/invocation/r-2/response")
    #expect(try function.log().map { $0["message"] } == ["an answer could not be posted"])
  }

  @Test("A refusal counts that comes before all of a large answer was sent")
  func earlyRefusal() throws {
    let function = try RunningFunction.echo()
    let call = try function.begin(Array(#"{"bytes": 6000000}"#.utf8))
    call.connection.readSome()
    call.answer(413, headers: ["Connection: close"])
    call.drop()
    #expect(try function.invoke(2, as: "r-2").path == "/invocation/r-2/response")
  }

  @Test("A name leads to the runtime API too")
  func name() throws {
    let api = try FakeRuntimeAPI()
    let function = try RunningFunction("EchoBytes", api: api, address: "localhost:\(api.port)")
    let call = try function.invoke("by name")
    #expect(call.headers["host"] == "localhost:\(api.port)")
    #expect(try call.json == "by name")
  }

  @Test("An IPv6 address leads to the runtime API too")
  func address6() throws {
    let api = try FakeRuntimeAPI(version6: true)
    let function = try RunningFunction("EchoBytes", api: api, address: "[::1]:\(api.port)")
    let call = try function.invoke("by IPv6")
    #expect(call.headers["host"] == "[::1]:\(api.port)")
    #expect(try call.json == "by IPv6")
  }
}
