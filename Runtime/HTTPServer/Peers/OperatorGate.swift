internal import Cryptography

/// Who may see and steer what is not for every program of this machine: the host's state, the sandbox's mailbox.
///
/// Whoever has the operator's word, or signs when the server has a key for that; and, of those who show nothing, the
/// user who runs the server and root, by the kernel's word. What is shown counts, be it shown by them: a script with an
/// old word would otherwise work as long as it runs as that user, and nobody would notice.
package struct OperatorGate: Sendable {
  private static let bearer = "bearer "

  private let token: [UInt8]?
  private let isSigned: @Sendable (HTTPRequest) -> Bool

  /// Without a token nobody has the word. `isSigned` tells whether the host's own key has signed a request.
  package init(token: String?, isSigned: @escaping @Sendable (HTTPRequest) -> Bool = { _ in false }) {
    self.token = token.map { Array($0.utf8) }
    self.isSigned = isSigned
  }

  /// Only on the event loop of the responder.
  package func admits(_ request: HTTPRequest, _ responder: Responder) -> Bool {
    guard let authorization = request.header("authorization") else { return responder.peer?.isOurs ?? false }
    // The scheme is in any case (RFC 9110 §11.1).
    guard authorization.lowercased().hasPrefix(Self.bearer) else { return isSigned(request) }
    guard let token, !token.isEmpty else { return false }
    return constantTimeEqual(token, Array(authorization.utf8.dropFirst(Self.bearer.utf8.count)))
  }

  package static let refusal = HTTPReply(
    status: 401,
    headers: [("content-type", "application/json"), ("www-authenticate", "Bearer, AWS4-HMAC-SHA256")],
    body: Array(#"{"message":"Unauthorized"}"#.utf8))
}
