internal import Core
internal import Testing

@Suite("HTTP functions speak payload format 2.0") struct HTTPFunctionTests {
  /// Sends one event and returns the answer as the gateway gets it.
  private func answer(to event: JSON) throws -> JSON {
    let call = try RunningFunction("EchoRequest").invoke(event)
    #expect(call.path == "/invocation/r-1/response")
    return try call.json
  }

  /// An event that asks for a kind of answer.
  private func asking(for answer: String, body: JSON = .null, base64: Bool = false) -> JSON {
    [
      "version": "2.0", "queryStringParameters": ["answer": .string(answer)], "body": body,
      "isBase64Encoded": .bool(base64),
    ]
  }

  @Test("Everything in a request reaches the function")
  func wholeRequest() throws {
    let reply = try answer(to: [
      "version": "2.0", "routeKey": "POST /things/{id}", "rawPath": "/things/caf%C3%A9",
      "rawQueryString": "a=1&a=2&b=%26", "cookies": ["s=1", "t=2"],
      "headers": ["accept": "text/html,application/json", "x-empty": ""],
      "queryStringParameters": ["a": "1,2", "b": "&"],
      "requestContext": [
        "accountId": "1", "authorizer": ["jwt": ["claims": ["sub": "x"]]],
        "http": ["method": "POST", "path": "/things/café", "sourceIp": "192.0.2.7", "userAgent": "t"],
      ],
      "pathParameters": ["id": "café"], "stageVariables": .null, "body": "{\"a\": \"é\"}",
      "isBase64Encoded": false, "something": ["new": [1, 2.5, true]],
    ])
    #expect(reply["statusCode"] == 200)
    #expect(reply["headers"] == ["content-type": "application/json"])
    #expect(reply["isBase64Encoded"] == false)
    #expect(
      try JSON(parsing: try #require(reply["body"]?.string)) == [
        "method": "POST", "path": "/things/caf%C3%A9", "routeKey": "POST /things/{id}",
        "rawQuery": "a=1&a=2&b=%26", "sourceIP": "192.0.2.7", "cookies": ["s=1", "t=2"],
        "headers": ["accept": "text/html,application/json", "x-empty": ""],
        "query": ["a": "1,2", "b": "&"], "pathParameters": ["id": "café"],
        "body": .string(Hex.encode(Array("{\"a\": \"é\"}".utf8))),
      ])
  }

  @Test(
    "Members that are absent or null are empty",
    arguments: [
      [:],
      [
        "headers": .null, "cookies": .null, "queryStringParameters": .null, "pathParameters": .null,
        "body": .null,
      ],
    ] as [JSON])
  func emptyRequest(event: JSON) throws {
    let body = try JSON(parsing: try #require(try answer(to: event)["body"]?.string))
    for name in ["headers", "query", "pathParameters"] { #expect(body[name] == [:]) }
    #expect(body["cookies"] == [])
    #expect(body["body"] == "")
  }

  @Test("Bytes travel as base 64 in both directions; text does not")
  func bodies() throws {
    let binary = try answer(to: asking(for: "bytes", body: "AP/+gA==", base64: true))
    #expect(binary["body"] == "AP/+gA==")
    #expect(binary["isBase64Encoded"] == true)
    let text = try answer(to: asking(for: "bytes", body: "w6nwn46J", base64: true))
    #expect(text["body"] == "é🎉")
    #expect(text["isBase64Encoded"] == false)
  }

  @Test("A body that is not base 64 fails the invocation")
  func badBase64() throws {
    let function = try RunningFunction("EchoRequest")
    let call = try function.invoke(asking(for: "bytes", body: "%%%", base64: true))
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.JSONError")
    #expect(try function.invoke([:], as: "r-2").path == "/invocation/r-2/response")
  }

  @Test("Repeated headers are joined; each cookie stays one")
  func headers() throws {
    let reply = try answer(to: asking(for: "headers"))
    #expect(reply["headers"] == ["link": "<a>, <b>", "vary": "x"])
    #expect(reply["cookies"] == ["a=1", "b=2; Secure"])
  }

  @Test("204 has an empty body and no content type")
  func nothing() throws {
    let reply = try answer(to: asking(for: "nothing"))
    #expect(reply["statusCode"] == 204)
    #expect(reply["headers"] == [:])
    #expect(reply["body"] == "")
  }

  @Test("A thrown problem is the answer")
  func problem() throws {
    let reply = try answer(to: asking(for: "problem"))
    #expect(reply["statusCode"] == 404)
    #expect(reply["headers"] == ["content-type": "application/problem+json"])
    #expect(try JSON(parsing: reply["body"]?.string ?? "")["code"] == "not_found")
  }

  @Test("Any other error is a 500 whose cause is in the log only")
  func error() throws {
    let function = try RunningFunction("EchoRequest")
    let call = try function.invoke(asking(for: "error"))
    let reply = try call.json
    #expect(call.path == "/invocation/r-1/response")
    #expect(reply["statusCode"] == 500)
    #expect(try JSON(parsing: reply["body"]?.string ?? "")["code"] == "internal_error")
    #expect(reply.text.contains("the cause") == false)
    let line = try #require(try function.log().first)
    #expect(line["requestId"] == "r-1")
    #expect(line["error"]?.string?.contains("the cause") == true)
  }
}
