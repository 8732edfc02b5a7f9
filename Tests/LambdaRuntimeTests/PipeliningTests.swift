internal import Core
internal import Testing

@Suite("Where the Runtime API takes it, the next event is asked for together with an answer")
struct PipeliningTests {
  private let announced = ["ClientNest-Runtime-Pipelining: next"]

  /// Hands over an event and takes its answer and the call for the next event, before either is answered.
  private func sendAhead(
    _ event: JSON, to function: RunningFunction, as requestID: String = "r-1"
  ) throws -> (answer: Call, next: Call) {
    let answer = try function.send(event.encoded(), as: requestID, headers: announced)
    #expect(answer.path == "/invocation/\(requestID)/response")
    return (answer, try function.awaitNext())
  }

  private func head(_ requestID: String, _ length: Int) -> String {
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \(requestID)\r\nContent-Length: \(length)\r\n\r\n"
  }

  @Test("Both answers come as one or cut in two at every byte") func everySplit() throws {
    let function = try RunningFunction("EchoBytes")
    let accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}"
    let both = Array((accepted + head("r-2", 3) + "\"b\"").utf8)
    for split in 1...both.count {
      let (answer, next) = try sendAhead("a", to: function)
      #expect(answer.connection === next.connection)
      next.connection.send(Array(both[..<split]))
      if split < both.count {
        try next.connection.awaitReading()
        next.connection.send(Array(both[split...]))
      }
      let second = try function.api.receive()
      #expect(second.path == "/invocation/r-2/response")
      #expect(try second.json == "b", "split at \(split)")
      second.answer(202)
    }
    #expect(function.api.openConnections == 1)
    #expect(try function.text() == "")
  }

  @Test("Not where it says nothing of it") func notAnnounced() throws {
    let function = try RunningFunction.echo()
    let call = try function.send(Array("1".utf8))
    // They would have come together.
    #expect(try call.connection.takeCall() == nil)
    call.answer(202)
    _ = try function.awaitNext()
  }

  @Test("Not with a failure, which is rare") func failure() throws {
    let function = try RunningFunction.echo()
    let call = try function.send(Array(#"{"message": "broken"}"#.utf8), headers: announced)
    #expect(call.path == "/invocation/r-1/error")
    #expect(try call.connection.takeCall() == nil)
    call.answer(202)
    _ = try function.awaitNext()
  }

  @Test("A connection that ends behind the first answer is made again, and the event asked for again")
  func cutBetween() throws {
    for ending in [[], ["Connection: close"]] {
      let function = try RunningFunction.echo()
      let (answer, _) = try sendAhead(1, to: function)
      answer.answer(202, headers: ending)
      answer.drop()
      #expect(try function.invoke(2, as: "r-2").json["event"] == 2)
      _ = try function.awaitNext()
      #expect(try function.text() == "")
    }
  }

  @Test("A connection that dies before any answer: both are sent once more") func diedBefore() throws {
    let function = try RunningFunction.echo()
    let (answer, _) = try sendAhead(1, to: function)
    answer.drop()
    let again = try function.api.receive()
    #expect(again.path == "/invocation/r-1/response")
    let next = try function.awaitNext()
    // The first one had arrived.
    again.answer(400)
    next.answer(200, headers: ["Lambda-Runtime-Aws-Request-Id: r-2"], Array("2".utf8))
    #expect(try function.api.receive().json["event"] == 2)
    #expect(try function.text() == "")
  }

  @Test(
    "An answer that is refused is logged, and the event behind it is handled",
    arguments: [400, 403, 410, 413])
  func refused(status: Int) throws {
    let function = try RunningFunction.echo()
    let (answer, next) = try sendAhead(1, to: function)
    answer.answer(status)
    next.answer(200, headers: ["Lambda-Runtime-Aws-Request-Id: r-2"], Array("2".utf8))
    #expect(try function.api.receive().json["event"] == 2)
    #expect(try function.log().map { $0["message"] } == ["an answer was refused"])
  }

  @Test("Nobody takes the answer to the one for the answer to the other") func cutWithin() throws {
    let function = try RunningFunction.echo()
    let (answer, next) = try sendAhead(1, to: function)
    answer.answer(202)
    next.answer(raw: "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Requ")
    next.drop()
    #expect(try function.exitStatus() == 1)
    #expect(try function.log().compactMap { $0["reason"]?.string?.hasPrefix("no next invocation") } == [true])
  }

  @Test("Large answers and events go the same way") func large() throws {
    let function = try RunningFunction("EchoBytes")
    let event = JSON.string(String(repeating: "é", count: 1_500_000))
    let (answer, next) = try sendAhead(event, to: function)
    #expect(try answer.json == event)
    let body = event.encoded()
    answer.connection.send(
      Array("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n\(head("r-2", body.count))".utf8) + body)
    #expect(try function.api.receive().json == event)
    _ = next
  }
}
