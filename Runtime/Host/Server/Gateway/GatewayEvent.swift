internal import Core
internal import Glibc
internal import HTTPServer

/// Builds the event of an HTTP request, payload format 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
struct GatewayEvent {
  private static let textTypes = ["text/", "application/json", "application/xml", "application/javascript"]

  let request: HTTPRequest
  let match: RouteTable.Match
  let requestID: String
  let traceID: String

  func encoded() -> [UInt8] {
    let headers = joinedHeaders()
    var writer = JSONWriter(capacity: 1024 + request.body.count)
    writer.object { writer in
      writer.member("version", "2.0")
      writer.member("routeKey", match.routeKey)
      writer.member("rawPath", request.path)
      writer.member("rawQueryString", request.query)
      let cookies = request.headers.filter { $0.name.lowercased() == "cookie" }
        .flatMap { $0.value.split(separator: ";") }
      if !cookies.isEmpty {
        writer.name("cookies")
        writer.array { writer in for cookie in cookies { writer.write(String(cookie.drop { $0 == " " })) } }
      }
      writer.pairs("headers", headers)
      if !request.query.isEmpty {
        writer.pairs("queryStringParameters", Self.joined(URLForm.parse(request.query)))
      }
      writeContext(&writer, userAgent: headers.first { $0.name == "user-agent" }?.value ?? "")
      if !match.parameters.isEmpty { writer.pairs("pathParameters", match.parameters) }
      writeBody(&writer, headers.first { $0.name == "content-type" }?.value ?? "")
    }
    return writer.bytes
  }

  private func writeContext(_ writer: inout JSONWriter, userAgent: String) {
    let now = Instant.now()
    writer.name("requestContext")
    writer.object { writer in
      writer.member("accountId", "000000000000")
      writer.member("apiId", "local")
      writer.member("domainName", request.header("host") ?? "localhost")
      writer.member("domainPrefix", "local")
      writer.name("http")
      writer.object { writer in
        writer.member("method", request.method)
        writer.member("path", request.path)
        writer.member("protocol", "HTTP/1.1")
        writer.member("sourceIp", request.remoteAddress)
        writer.member("userAgent", userAgent)
      }
      writer.member("requestId", requestID)
      writer.member("routeKey", match.routeKey)
      writer.member("stage", "$default")
      writer.member("time", Self.commonLogTime(now))
      writer.name("timeEpoch")
      writer.write(now.microseconds / 1000)
    }
  }

  /// Text travels as it is, anything else as base 64.
  private func writeBody(_ writer: inout JSONWriter, _ contentType: String) {
    guard !request.body.isEmpty else { return writer.member("isBase64Encoded", false) }
    let isText =
      Self.textTypes.contains { contentType.hasPrefix($0) } || contentType.contains("+json")
    let text = isText ? String(validating: request.body, as: UTF8.self) : nil
    writer.member("body", text ?? Base64.encode(request.body))
    writer.member("isBase64Encoded", text == nil)
  }

  /// Lower-case names, one value each; cookies are a list of their own.
  private func joinedHeaders() -> [(name: String, value: String)] {
    var headers = Self.joined(
      request.headers.compactMap { header in
        let name = header.name.lowercased()
        return name == "cookie" || name == "x-amzn-trace-id" ? nil : (name: name, value: header.value)
      })
    headers.append(("x-amzn-trace-id", traceID))
    if !headers.contains(where: { $0.name == "x-forwarded-for" }) {
      headers.append(("x-forwarded-for", request.remoteAddress))
    }
    return headers
  }

  private static func joined(
    _ pairs: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    var joined: [(name: String, value: String)] = []
    for (name, value) in pairs {
      if let index = joined.firstIndex(where: { $0.name == name }) {
        joined[index].value += "," + value
      } else {
        joined.append((name, value))
      }
    }
    return joined
  }

  /// `12/Mar/2026:19:03:58 +0000`.
  private static func commonLogTime(_ instant: Instant) -> String {
    var seconds = time_t(instant.seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%d/%b/%Y:%H:%M:%S +0000", &parts)
    return text.withUnsafeBytes { String(decoding: $0.prefix(count), as: UTF8.self) }
  }
}

extension JSONWriter {
  fileprivate mutating func pairs(_ name: String, _ pairs: [(name: String, value: String)]) {
    self.name(name)
    object { writer in for (name, value) in pairs { writer.member(name, value) } }
  }

  fileprivate mutating func member(_ name: String, _ flag: Bool) {
    self.name(name)
    write(.bool(flag))
  }
}
