package import Core

/// The answer to an HTTP request, in payload format 2.0.
package struct Response {
  package var status: Int
  package var headers: [(name: String, value: String)]
  /// Each becomes a `Set-Cookie` header of its own.
  package var cookies: [String]
  package var body: [UInt8]

  package init(
    _ status: Int, headers: [(name: String, value: String)] = [], cookies: [String] = [], body: [UInt8] = []
  ) {
    self.status = status
    self.headers = headers
    self.cookies = cookies
    self.body = body
  }

  package static func json(
    _ json: JSON, status: Int = 200, headers: [(name: String, value: String)] = []
  ) -> Response {
    Response(status, headers: [("content-type", "application/json")] + headers, body: json.encoded())
  }

  package static func created(_ json: JSON, at location: String, etag: String? = nil) -> Response {
    .json(json, status: 201, headers: [("location", location)] + (etag.map { [("etag", $0)] } ?? []))
  }

  package static let noContent = Response(204)

  package static func text(_ text: String, status: Int = 200) -> Response {
    Response(
      status, headers: [("content-type", "text/plain; charset=utf-8")], body: Array(text.utf8))
  }

  package static func html(_ html: String, status: Int = 200) -> Response {
    Response(status, headers: [("content-type", "text/html; charset=utf-8")], body: Array(html.utf8))
  }

  package static func problem(_ problem: Problem) -> Response {
    let retry = problem.retryAfter.map { [(name: "retry-after", value: String($0))] } ?? []
    return Response(
      problem.status, headers: [("content-type", "application/problem+json")] + retry,
      body: problem.json.encoded())
  }

  /// The answer as the gateway reads it. Text travels as it is, anything else as base 64.
  func encoded() -> [UInt8] {
    let text = String(validating: body, as: UTF8.self)
    var writer = JSONWriter(capacity: body.count + 256)
    writer.object { writer in
      writer.name("statusCode")
      writer.write(Int64(status))
      writer.name("headers")
      writer.object { writer in for (name, value) in joinedHeaders { writer.member(name, value) } }
      if !cookies.isEmpty {
        writer.name("cookies")
        writer.array { writer in for cookie in cookies { writer.write(cookie) } }
      }
      writer.member("body", text ?? Base64.encode(body))
      writer.name("isBase64Encoded")
      writer.write(.bool(text == nil))
    }
    return writer.bytes
  }

  /// Format 2.0 has one value per name: repeated headers are joined by commas (RFC 9110 §5.3).
  private var joinedHeaders: [(name: String, value: String)] {
    var joined: [(name: String, value: String)] = []
    for (name, value) in headers {
      if let index = joined.firstIndex(where: { $0.name == name }) {
        joined[index].value += ", " + value
      } else {
        joined.append((name, value))
      }
    }
    return joined
  }
}
