internal import Core
internal import Testing

@Suite("Events are read whole, however they are framed") struct FramingTests {
  private let identifier = "Lambda-Runtime-Aws-Request-Id: r-1\r\n"

  /// Sends bytes as the answer to the wait for an event and returns what the function makes of it.
  private func echo(_ bytes: String, to function: RunningFunction) throws -> String {
    try function.awaitNext().answer(raw: bytes)
    let call = try function.api.receive()
    #expect(call.path == "/invocation/r-1/response")
    call.answer(202)
    return String(decoding: call.body, as: UTF8.self)
  }

  @Test(
    "In chunks and with a length, cut in two at every byte",
    arguments: [
      "Transfer-Encoding: chunked\r\n\r\n5\r\n\"abcd\r\n00a;x=\"y\"\r\n0123456789\r\n1 \r\n\"\r\n0\r\n\r\n",
      "Transfer-Encoding: chunked\r\n\r\n10\r\n\"abcd0123456789\"\r\n0\r\nTrailer: a\r\nB: c\r\n\r\n",
      "Content-Length: 16\r\n\r\n\"abcd0123456789\"",
    ])
  func everySplit(framed: String) throws {
    let answer = Array("HTTP/1.1 200 OK\r\n\(identifier)\(framed)".utf8)
    let function = try RunningFunction("EchoBytes")
    for split in 1..<answer.count {
      let next = try function.awaitNext()
      next.connection.send(Array(answer[..<split]))
      try next.connection.awaitReading()
      next.connection.send(Array(answer[split...]))
      let call = try function.api.receive()
      #expect(String(decoding: call.body, as: UTF8.self) == "\"abcd0123456789\"", "split at \(split)")
      call.answer(202)
    }
    _ = try function.awaitNext()
    #expect(function.api.openConnections == 1)
  }

  @Test("In chunks of any size", arguments: [1, 7, 4096, 100_000])
  func chunks(size: Int) throws {
    let function = try RunningFunction.echo()
    let event: JSON = ["text": .string(String(repeating: "añ🎉", count: min(size * 40, 100_000)))]
    try function.awaitNext().answerInChunks(
      200, headers: ["Lambda-Runtime-Aws-Request-Id: r-1"], event.encoded(), of: size)
    #expect(try function.api.receive().json["event"] == event)
  }

  @Test(
    "Lines may end in a line feed only; names have no case; spaces around values do not count",
    arguments: [
      "HTTP/1.1 200 OK\nlambda-runtime-aws-request-id:r-1\nCONTENT-LENGTH:3\n\n123",
      "HTTP/1.1 200\r\nLAMBDA-RUNTIME-AWS-REQUEST-ID: \t r-1 \t\r\ncontent-length:   3  \r\n\r\n123",
      "HTTP/1.1 200 OK\r\n: x\r\nLambda-Runtime-Aws-Request-Id: r-1\r\nContent-Length: 003\r\n\r\n123",
      "HTTP/1.1 200 \r\nX: \r\nLambda-Runtime-Aws-Request-Id: r-1\r\ntransfer-encoding: CHUNKED\r\n\r\n3\n123\n0\n\n",
    ])
  func looseLines(answer: String) throws {
    #expect(try echo(answer, to: RunningFunction("EchoBytes")) == "123")
  }

  @Test("Interim answers are passed over")
  func interim() throws {
    let answer =
      "HTTP/1.1 100 Continue\r\nLambda-Runtime-Aws-Request-Id: wrong\r\n\r\n"
      + "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\(identifier)Content-Length: 2\r\n\r\n{}"
    #expect(try echo(answer, to: RunningFunction("EchoBytes")) == "{}")
  }

  @Test("Without a length the body ends with the connection", arguments: ["1.0", "1.1"])
  func untilTheEnd(version: String) throws {
    let function = try RunningFunction("EchoBytes")
    let next = try function.awaitNext()
    next.answer(raw: "HTTP/\(version) 200 OK\r\n\(identifier)\r\n\"to the end\"")
    next.drop()
    let call = try function.api.receive()
    #expect(try call.json == "to the end")
    call.answer(202)
    #expect(try function.invoke("next", as: "r-2").json == "next")
  }

  @Test("Bytes behind an answer end the connection, not the function")
  func surplus() throws {
    let function = try RunningFunction("EchoBytes")
    #expect(
      try echo("HTTP/1.1 200 OK\r\n\(identifier)Content-Length: 1\r\n\r\n1HTTP/1.1 202 No\r\n", to: function)
        == "1")
    #expect(try function.invoke("next", as: "r-2").json == "next")
  }

  @Test(
    "What is no answer ends the process, with a line of reason",
    arguments: [
      "HTTP/2 200\r\n\r\n", "\r\n", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    ])
  func nonsense(answer: String) throws {
    let function = try RunningFunction("EchoBytes")
    let next = try function.awaitNext()
    next.answer(raw: answer)
    #expect(try function.exitStatus() == 1)
    #expect(try function.log().count == 1)
    #expect(try function.lastReason().hasPrefix("no next invocation: "))
  }

  @Test("Events and answers of 6 MiB leave the memory as it was after the first")
  func flatMemory() throws {
    let function = try RunningFunction("EchoBytes")
    let event = JSON.string(String(repeating: "y", count: 6_291_556 - 2))
    for count in 1...3 { #expect(try function.invoke(event, as: "r-\(count)").body.count == 6_291_556) }
    let peak = try function.peakMemory()
    for count in 4...20 { #expect(try function.invoke(event, as: "r-\(count)").body.count == 6_291_556) }
    #expect(try function.peakMemory() < peak + 2048)
  }
}
