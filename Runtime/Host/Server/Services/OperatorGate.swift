internal import Cryptography
internal import HTTPServer
internal import HostRights
internal import HostSigning

/// Who may read what the host tells of itself: its state and its metrics.
///
/// Whoever signs with the host's key, has the operator's word (a scraper of metrics, which cannot sign), or is the
/// host's own user or root by the kernel's word. Functions are other users when the host is root. When it is not, they
/// are its user and could read its key as well.
struct OperatorGate: Sendable {
  private static let bearer = "Bearer "

  private let requests: RequestAuthenticator
  private let token: [UInt8]?

  init(_ keys: KeyRing, token: String?) {
    requests = RequestAuthenticator(service: "host", keys: keys)
    self.token = token.map { Array($0.utf8) }
  }

  /// Only on the event loop of the responder.
  func admits(_ request: HTTPRequest, _ responder: Responder) -> Bool {
    guard let authorization = request.header("authorization") else { return responder.peer?.isOurs ?? false }
    if authorization.hasPrefix(Self.bearer) {
      guard let token, !token.isEmpty else { return false }
      return constantTimeEqual(token, Array(authorization.utf8.dropFirst(Self.bearer.utf8.count)))
    }
    let principal = try? requests.authenticate(
      method: request.method, path: request.path, query: request.query, headers: request.headers,
      body: request.body)
    return principal?.isHost ?? false
  }

  static let refusal = HTTPReply(
    status: 401,
    headers: [("content-type", "application/json"), ("www-authenticate", "Bearer, AWS4-HMAC-SHA256")],
    body: Array(#"{"message":"Unauthorized"}"#.utf8))
}
