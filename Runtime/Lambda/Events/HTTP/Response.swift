package import Core

/// The answer to an HTTP request, for every payload format.
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
    let codings = problem.acceptEncoding.map { [(name: "accept-encoding", value: $0)] } ?? []
    return Response(
      problem.status, headers: [("content-type", "application/problem+json")] + retry + codings,
      body: problem.json.encoded())
  }

  /// The answer as the gateway reads it. Text travels as it is, anything else as base 64.
  func encoded(for payload: Payload = .version2) -> [UInt8] {
    // Room for some escapes: a buffer that has to grow is copied.
    var writer = JSONWriter(capacity: body.count + body.count / 16 + 512)
    writer.object { writer in
      writer.name("statusCode")
      writer.write(Int64(status))
      switch payload {
      case .version1: writeHeaderLists(&writer)
      case .version2: writeHeaders(&writer)
      }
      writer.name("body")
      let isText = writer.write(text: body)
      if !isText { writer.write(Base64.encode(body)) }
      writer.name("isBase64Encoded")
      writer.write(!isText)
    }
    return writer.bytes
  }

  /// Format 2.0 has one value per name: repeated headers are joined by commas (RFC 9110 §5.3).
  private func writeHeaders(_ writer: inout JSONWriter) {
    writer.name("headers")
    writer.object { writer in
      for (name, values) in headerLists(headers) { writer.member(name, values.joined(separator: ", ")) }
    }
    guard !cookies.isEmpty else { return }
    writer.name("cookies")
    writer.array { writer in for cookie in cookies { writer.write(cookie) } }
  }

  /// Format 1.0 has lists, for cookies too.
  private func writeHeaderLists(_ writer: inout JSONWriter) {
    writer.name("multiValueHeaders")
    writer.object { writer in
      for (name, values) in headerLists(headers + cookies.map { ("set-cookie", $0) }) {
        writer.name(name)
        writer.array { writer in for value in values { writer.write(value) } }
      }
    }
  }

  private func headerLists(
    _ headers: [(name: String, value: String)]
  ) -> [(name: String, values: [String])] {
    var lists: [(name: String, values: [String])] = []
    for (name, value) in headers {
      if let index = lists.firstIndex(where: { $0.name == name }) {
        lists[index].values.append(value)
      } else {
        lists.append((name, [value]))
      }
    }
    return lists
  }
}
