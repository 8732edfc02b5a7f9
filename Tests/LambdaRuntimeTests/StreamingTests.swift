internal import Core
internal import Testing

@Suite("Answers are streamed in chunks, errors told in trailers") struct StreamingTests {
  private func event(_ query: JSON) -> JSON { ["version": "2.0", "queryStringParameters": query] }

  /// The metadata before the eight zero bytes, and what follows these.
  private func split(_ bytes: [UInt8]) throws -> (metadata: JSON, body: [UInt8]) {
    let zeros = try #require(bytes.firstRange(of: [UInt8](repeating: 0, count: 8)))
    return (try JSON(parsing: Array(bytes[..<zeros.lowerBound])), Array(bytes[zeros.upperBound...]))
  }

  @Test("Metadata, eight zero bytes, body", arguments: [0, 1, 32_768, 100_001])
  func whole(bytes: Int) throws {
    let function = try RunningFunction("StreamBytes")
    let invocation = ["Lambda-Runtime-Invocation-Id: i-1"]
    let call = try function.send(event(["bytes": .string("\(bytes)")]).encoded(), headers: invocation)
    #expect(call.path == "/invocation/r-1/response")
    #expect(call.headers["lambda-runtime-function-response-mode"] == "streaming")
    #expect(call.headers["transfer-encoding"] == "chunked")
    #expect(call.headers["content-type"] == "application/vnd.awslambda.http-integration-response")
    #expect(
      call.headers["trailer"] == "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")
    #expect(call.headers["lambda-runtime-invocation-id"] == "i-1")
    var received: [UInt8] = []
    #expect(try call.readStream { received += $0 } == [:])
    let (metadata, body) = try split(received)
    #expect(
      metadata == [
        "statusCode": 200, "headers": ["content-type": "text/plain", "vary": "a, b"], "cookies": ["a=1"],
      ])
    #expect(body == [UInt8](repeating: 0x78, count: bytes))
    call.answer(202)
    _ = try function.awaitNext()
  }

  @Test("An error in the middle is told in trailers, its report in base 64")
  func failure() throws {
    let function = try RunningFunction("StreamBytes")
    let call = try function.send(event(["bytes": "50000", "fail": "é\n"]).encoded())
    var received: [UInt8] = []
    let trailers = try call.readStream { received += $0 }
    #expect(try split(received).body.count == 50_000)
    #expect(trailers["lambda-runtime-function-error-type"] == "Function.StreamFailure")
    let report = try #require(Base64.decode(trailers["lambda-runtime-function-error-body"] ?? ""))
    #expect(
      try JSON(parsing: report) == [
        "errorMessage": "é\n", "errorType": "Function.StreamFailure", "stackTrace": [],
      ])
    call.answer(202)
    _ = try function.awaitNext()
    #expect(try function.log().map { $0["message"] } == ["the answer was broken off"])
  }

  @Test("An error before the first byte is a whole answer")
  func problem() throws {
    let function = try RunningFunction("StreamBytes")
    let call = try function.send(event([:]).encoded())
    var received: [UInt8] = []
    #expect(try call.readStream { received += $0 } == [:])
    let (metadata, body) = try split(received)
    #expect(metadata["statusCode"] == 404)
    #expect(try JSON(parsing: body)["code"] == "not_found")
  }

  @Test("200 MB are streamed with little memory")
  func flatMemory() throws {
    let function = try RunningFunction("StreamBytes")
    let call = try function.send(event(["bytes": "200000000"]).encoded())
    var count = 0
    #expect(try call.readStream { count += $0.count } == [:])
    #expect(count > 200_000_000)
    call.answer(202)
    _ = try function.awaitNext()
    #expect(try function.peakMemory() < 40 << 10)
  }

  @Test("When nobody takes the answer any more, the loop goes on", arguments: [true, false])
  func interrupted(isRefused: Bool) throws {
    let function = try RunningFunction("StreamBytes")
    let call = try function.send(event(["bytes": "200000000"]).encoded())
    _ = try call.connection.readChunk()
    if isRefused { call.answer(413, headers: ["Connection: close"]) }
    call.drop()
    let next = try function.send(event(["bytes": "1"]).encoded(), as: "r-2")
    #expect(next.path == "/invocation/r-2/response")
    #expect(try next.readStream { _ in } == [:])
  }
}
