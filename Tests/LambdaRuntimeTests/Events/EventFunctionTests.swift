internal import Core
internal import Testing

@Suite("Built functions answer events in the form that they came in, and survive damaged ones")
struct EventFunctionTests {
  @Test("Format 1.0 is answered with lists of headers") func version1() throws {
    var event = try #require(try JSON(parsing: HTTPSamples.version1).object)
    event["queryStringParameters"] = ["answer": "headers"]
    event["multiValueQueryStringParameters"] = .null
    let reply = try RunningFunction("EchoRequest").invoke(.object(event)).json
    #expect(reply["statusCode"] == 200)
    #expect(
      reply["multiValueHeaders"] == [
        "link": ["<a>", "<b>"], "vary": ["x"], "set-cookie": ["a=1", "b=2; Secure"],
      ])
    #expect(reply["headers"] == nil)
    #expect(reply["cookies"] == nil)
  }

  @Test("Errors are answered in the form of the event too") func problems() throws {
    var event = try #require(try JSON(parsing: HTTPSamples.version1).object)
    event["queryStringParameters"] = ["answer": "problem"]
    event["multiValueQueryStringParameters"] = .null
    let reply = try RunningFunction("EchoRequest").invoke(.object(event)).json
    #expect(reply["statusCode"] == 404)
    #expect(reply["multiValueHeaders"]?["content-type"] == ["application/problem+json"])
  }

  @Test("One process refuses every damaged event and answers the next good one") func damaged() throws {
    let function = try RunningFunction("EchoRequest")
    let sample = Array(HTTPSamples.version2.utf8)
    var damaged = stride(from: 0, to: sample.count, by: 97).map { Array(sample.prefix($0)) }
    damaged += [
      [0xFF, 0xFE], [0], Array("[]".utf8), Array("null".utf8), Array("7".utf8),
      Array(#"{"headers": 7}"#.utf8),
      Array(#"{"body": "\ud800"}"#.utf8), Array(#"{"body": "%", "isBase64Encoded": true}"#.utf8),
      Array(repeating: UInt8(ascii: "["), count: 1_000_000), sample + sample,
    ]
    for (index, event) in damaged.enumerated() {
      let call = try function.send(event, as: "bad-\(index)")
      #expect(call.path == "/invocation/bad-\(index)/error")
      #expect(call.headers["lambda-runtime-function-error-type"] == "Function.JSONError")
      call.answer(202)
    }
    #expect(
      try function.invoke(JSON(parsing: HTTPSamples.version2), as: "good").path == "/invocation/good/response"
    )
  }
}
