internal import Core
internal import Harness
internal import Testing

@Suite("AWS's own emulator drives our functions") struct EmulatorTests {
  private let echoSettings = ["ECHO_COLOR": "red", "ECHO_SHAPE": "round"]

  @Test("Events and answers, one after the other, in one process") func invocations() throws {
    let emulator = try Emulator("EchoEvent", settings: echoSettings)
    for count in 1...5 {
      let answer = try emulator.invoke(["n": JSON(count)])
      #expect(answer.status == 200)
      #expect(answer.json["event"] == ["n": JSON(count)])
      #expect(answer.json["count"] == JSON(count))
    }
  }

  @Test("An event and an answer of 6 MB") func large() throws {
    let emulator = try Emulator("EchoBytes")
    let event = JSON.string(String(repeating: "y", count: 6_000_000))
    #expect(try emulator.invoke(event).json == event)
    #expect(try emulator.invoke("small").json == "small")
  }

  @Test("An error is answered as the handler's, and the next event is served") func error() throws {
    let emulator = try Emulator("EchoEvent", settings: echoSettings)
    let answer = try emulator.invoke(["message": "two\nlines"])
    #expect(
      answer.json == [
        "errorMessage": "two\nlines", "errorType": "Function.EchoFailure", "stackTrace": [],
      ])
    #expect(try emulator.invoke(2).json["event"] == 2)
  }

  @Test("An answer that is too large is our error, not the emulator's") func tooLarge() throws {
    let emulator = try Emulator("EchoEvent", settings: echoSettings)
    let answer = try emulator.invoke(["bytes": 6_291_557])
    #expect(answer.json["errorType"] == "Function.ResponseSizeTooLarge")
    #expect(try emulator.invoke(["bytes": 6_291_556]).text.utf8.count == 6_291_556)
  }

  @Test("A handler that does not return is answered for before the emulator's time is up, then starts anew")
  func timeout() throws {
    let emulator = try Emulator("KeepConnection", settings: ["KEPT": "a"], timeout: 1)
    let answer = try emulator.invoke(["spin": true])
    #expect(answer.json["errorType"] == "Function.Timeout")
    #expect(answer.json["errorMessage"]?.string?.hasSuffix("it was in its own code") == true)
    #expect(try emulator.invoke([:]).json == "first")
  }

  @Test("A missing setting is the start's error") func initError() throws {
    let emulator = try Emulator("EchoEvent", settings: ["ECHO_COLOR": "red"])
    let answer = try emulator.invoke([:])
    #expect(answer.json["errorType"] == "Function.MissingSetting")
  }

  @Test("A registered function gets SIGTERM and ends what it keeps") func shutDown() throws {
    let emulator = try Emulator("KeepConnection", settings: ["KEPT": "a"])
    #expect(try emulator.invoke([:]).json == "first")
    try emulator.shutDown()
    #expect(try emulator.log().map { $0["message"] } == ["ended"])
  }

  @Test("A streamed answer arrives whole") func streamed() throws {
    let emulator = try Emulator("StreamBytes")
    let answer = try emulator.invoke(["version": "2.0", "queryStringParameters": ["bytes": "100000"]])
    #expect(answer.text.hasSuffix(String(repeating: "x", count: 100_000)))
  }
}
