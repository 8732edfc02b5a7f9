internal import Core
internal import Cryptography
internal import HTTPServer

/// Who may make the sandbox's own calls: see what it was mailed and what was published, set faults and the clock.
///
/// The one who runs it, by the kernel's word, and whoever has the operator's word. A page in their browser is neither.
/// Functions of a host that is root are other users; they need the platforms only, and the sample media.
struct OperatorGate {
  private static let bearer = "Bearer "

  private let token: [UInt8]?

  init(token: String?) { self.token = token.map { Array($0.utf8) } }

  func admits(_ request: HTTPRequest, _ responder: Responder) -> Bool {
    if request.method == "GET", request.path.hasPrefix("/media/") { return true }
    guard !request.isFromPage else { return false }
    // Another word takes nothing away: scripts send their access token along wherever they ask.
    return bringsWord(request) || responder.peer?.isOurs ?? false
  }

  private func bringsWord(_ request: HTTPRequest) -> Bool {
    guard let word = request.header("authorization"), word.hasPrefix(Self.bearer), let token, !token.isEmpty
    else { return false }
    return constantTimeEqual(token, Array(word.utf8.dropFirst(Self.bearer.utf8.count)))
  }

  static let refusal = HTTPReply.json(
    403, ["error": "for the user who runs the sandbox, or with Authorization: Bearer and the operator's word"]
  )
}
