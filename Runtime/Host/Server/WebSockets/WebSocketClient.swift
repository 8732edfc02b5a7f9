internal import Core
internal import HTTPServer

/// What is known of the client at the other end of a connection.
struct WebSocketClient {
  /// Cannot be guessed: who knows it can write to the client.
  let id: String
  let connectedAt: Instant
  let address: String
  let userAgent: String
  /// The `Host` that it asked for.
  let domainName: String
  /// What the authorizer said of it, encoded; nil without one.
  var authorizer: [UInt8]?

  init(_ request: HTTPRequest) {
    id = Self.newID()
    connectedAt = .now()
    address = request.remoteAddress
    userAgent = request.header("user-agent") ?? ""
    domainName = request.header("host") ?? "localhost"
  }

  /// 16 characters like AWS's: `d3UYMdJ_vHcCHcA=`.
  static func newID() -> String {
    var generator = SystemRandomNumberGenerator()
    return Base64.urlEncode((0..<11).map { _ in generator.next() }) + "="
  }
}
