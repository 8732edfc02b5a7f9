internal import Core
internal import Harness

/// The event that every peer gets: a request in payload format 2.0 whose body is to be sent back.
struct LoopEvent {
  let bytes: [UInt8]
  /// What its body says, which is what an echoing function answers with.
  let body: String

  /// An event of 1,028 bytes, most of it headers.
  static func small() throws -> LoopEvent {
    try LoopEvent(body: #"{"text":"Zwölf Boxkämpfer","due":"2026-11-21T10:00:00Z"}"#, total: 1028)
  }

  /// An event of 1 MiB, most of it a text with line ends to escape.
  static func large() throws -> LoopEvent {
    let line = "The quick brown fox jumps over the lazy dog, and the dog does not mind it very much.\n"
    let room = 1_040_000 / (line.utf8.count + 1)
    return try LoopEvent(body: String(repeating: line, count: room), total: 1 << 20)
  }

  /// A header makes up what is missing to `total` bytes.
  private init(body: String, total: Int) throws {
    let missing = total - Self.event(body: body, padding: "").count
    guard missing > 0 else {
      throw Timeout(description: "an event of \(total) bytes has no room for its body")
    }
    self.body = body
    bytes = Self.event(body: body, padding: String(repeating: "p", count: missing))
  }

  private static func event(body: String, padding: String) -> [UInt8] {
    let event: JSON = [
      "version": "2.0", "routeKey": "POST /v1/echo/{id}", "rawPath": "/v1/echo/7",
      "rawQueryString": "answer=bytes",
      "headers": [
        "accept": "application/json", "content-type": "application/json",
        "host": "abc123.execute-api.eu-central-1.amazonaws.com", "user-agent": "bench/1",
        "x-forwarded-for": "192.0.2.7", "x-forwarded-port": "443", "x-forwarded-proto": "https",
        "x-padding": .string(padding),
      ],
      "queryStringParameters": ["answer": "bytes"],
      "requestContext": [
        "accountId": "123456789012", "apiId": "abc123",
        "domainName": "abc123.execute-api.eu-central-1.amazonaws.com", "domainPrefix": "abc123",
        "http": [
          "method": "POST", "path": "/v1/echo/7", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7",
          "userAgent": "bench/1",
        ],
        "requestId": "JKJaXmPLvHcESHA=", "routeKey": "POST /v1/echo/{id}", "stage": "$default",
        "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1_583_348_638_390,
      ],
      "pathParameters": ["id": "7"], "body": .string(body), "isBase64Encoded": false,
    ]
    return event.encoded()
  }
}
