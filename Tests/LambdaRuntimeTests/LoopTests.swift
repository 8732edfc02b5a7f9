internal import Core
internal import Testing

@Suite("The loop hands an event over and posts the answer") struct LoopTests {
  @Test("Event, answer, event, answer; what the function keeps outlives an invocation")
  func roundTrips() throws {
    let function = try RunningFunction.echo()
    for count in 1...3 {
      let call = try function.invoke(["n": JSON(count)], as: "r-\(count)")
      #expect(call.method == "POST")
      #expect(call.path == "/invocation/r-\(count)/response")
      #expect(try call.json["event"] == ["n": JSON(count)])
      #expect(try call.json["count"] == JSON(count))
    }
    _ = try function.awaitNext()
    #expect(function.api.openConnections == 1)
  }

  @Test("The headers of an invocation reach the function")
  func context() throws {
    let function = try RunningFunction.echo()
    let call = try function.invoke(
      "hello", as: "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
      headers: [
        "Lambda-Runtime-Deadline-Ms: 1542409706888",
        "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1",
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:echo",
      ])
    let answer = try call.json
    #expect(answer["requestID"] == "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
    #expect(
      answer["deadline"]?.string.flatMap { Instant($0) } == Instant(microseconds: 1_542_409_706_888_000))
    #expect(answer["traceID"] == "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1")
    #expect(answer["functionARN"] == "arn:aws:lambda:eu-central-1:123456789012:function:echo")
    #expect(answer["color"] == "red")
  }

  @Test("Only the request id is required")
  func bareInvocation() throws {
    let function = try RunningFunction.echo()
    let answer = try function.invoke(.null).json
    #expect(answer["traceID"] == .null)
    #expect(answer["functionARN"] == "")
    let deadline = try #require(answer["deadline"]?.string.flatMap { Instant($0) })
    #expect(deadline > .now())
  }

  @Test("The invocation id is echoed when it was given, and only then")
  func invocationID() throws {
    let function = try RunningFunction.echo()
    let given = "Lambda-Runtime-Invocation-Id: i-7"
    #expect(try function.invoke(1, headers: [given]).headers["lambda-runtime-invocation-id"] == "i-7")
    #expect(try function.invoke(2).headers["lambda-runtime-invocation-id"] == nil)
    let failed = try function.invoke(["message": "no"], headers: [given])
    #expect(failed.path == "/invocation/r-1/error")
    #expect(failed.headers["lambda-runtime-invocation-id"] == "i-7")
  }

  @Test("Large events come back unchanged, without waiting for 100 Continue", arguments: [1 << 20, 6 << 20])
  func largeEvents(bytes: Int) throws {
    let function = try RunningFunction.echo()
    let event = JSON.string(String(repeating: "y", count: bytes - 1024))
    let call = try function.invoke(event)
    #expect(call.path == "/invocation/r-1/response")
    #expect(call.headers["expect"] == nil)
    #expect(try call.json["event"] == event)
    #expect(try function.invoke("small", as: "r-2").json["event"] == "small")
  }

  @Test("A refused answer is logged, and the loop goes on", arguments: [400, 403, 410, 413])
  func refusedAnswers(status: Int) throws {
    let function = try RunningFunction.echo()
    _ = try function.invoke(1, as: "r-1", answered: status)
    #expect(try function.invoke(2, as: "r-2").path == "/invocation/r-2/response")
    _ = try function.awaitNext()
    let refusals = try function.log().filter { $0["level"] == "ERROR" }
    #expect(refusals.map { $0["status"] } == [JSON(status)])
    #expect(refusals.map { $0["requestId"] } == ["r-1"])
  }
}
