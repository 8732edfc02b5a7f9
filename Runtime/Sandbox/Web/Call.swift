internal import Core
internal import HTTPServer

/// A request addressed by the real host as the first part of its path:
/// `/api.x.com/2/tweets` is `/2/tweets` on `api.x.com`.
struct Call {
  let method: String
  let host: String
  /// What follows the host, split at slashes and decoded.
  let path: [String]
  /// The path and query as they came, for a form that is sent back to its own address.
  let address: String
  let query: [(name: String, value: String)]
  let request: HTTPRequest

  /// Nil when the path does not begin with a host.
  init?(_ request: HTTPRequest) {
    let segments = request.path.split(separator: "/").map { PercentEncoding.decode($0) }
    guard let host = segments.first, host.contains(".") else { return nil }
    method = request.method
    self.host = host.lowercased()
    path = Array(segments.dropFirst())
    address = request.query.isEmpty ? request.path : request.path + "?" + request.query
    query = URLForm.parse(request.query)
    self.request = request
  }

  var contentType: String { (request.header("content-type") ?? "").lowercased() }

  /// The body as JSON; nil when it is anything else.
  var json: JSON? { try? JSON(parsing: request.body) }

  /// The body as a form; empty when it is anything else.
  var form: [(name: String, value: String)] {
    contentType.hasPrefix("application/x-www-form-urlencoded")
      ? URLForm.parse(String(decoding: request.body, as: UTF8.self)) : []
  }

  func query(_ name: String) -> String? { query.last { $0.name == name }?.value }

  func form(_ name: String) -> String? { form.last { $0.name == name }?.value }

  /// Names separated by commas, as in `fields=` and `tweet.fields=`.
  func list(_ name: String) -> [String] {
    (query(name) ?? "").split(separator: ",").map(String.init)
  }

  var bearerToken: String? {
    guard let header = request.header("authorization"), header.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    return String(header.dropFirst(7))
  }

  /// User and password of HTTP Basic authentication.
  var basicCredentials: (user: String, password: String)? {
    guard let header = request.header("authorization"), header.lowercased().hasPrefix("basic "),
      let bytes = Base64.decode(header.dropFirst(6))
    else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return (PercentEncoding.decode(parts[0]), PercentEncoding.decode(parts[1]))
  }
}
