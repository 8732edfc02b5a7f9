package import Core
internal import Cryptography

/// A refresh token: the session, the number of the token in it, and a proof that we made it.
///
/// The server keeps only a counter and a key for each session, so tokens of a stolen database are useless, and
/// every use of a token that is not the newest shows.
package struct RefreshToken: Sendable, Equatable {
  package let session: UUID
  package let counter: Int
  private let proof: [UInt8]

  private static let prefix = "cnr_"

  package init(session: UUID, counter: Int, key: [UInt8]) {
    self.session = session
    self.counter = counter
    proof = Self.proof(session, counter, key)
  }

  /// Reads the text form; says nothing yet about who made it.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix), let bytes = Base64.urlDecode(text.dropFirst(Self.prefix.count)),
      bytes.count == 16 + 4 + 16, let session = UUID(bytes: Array(bytes.prefix(16)))
    else { return nil }
    self.session = session
    counter = bytes[16..<20].reduce(0) { $0 << 8 | Int($1) }
    proof = Array(bytes.suffix(16))
  }

  package func isGenuine(key: [UInt8]) -> Bool { constantTimeEqual(proof, Self.proof(session, counter, key)) }

  package var text: String {
    Self.prefix + Base64.urlEncode(session.bytes + Self.bytes(of: counter) + proof)
  }

  private static func proof(_ session: UUID, _ counter: Int, _ key: [UInt8]) -> [UInt8] {
    Array(HMAC.sha256(key: key, session.bytes + bytes(of: counter)).prefix(16))
  }

  private static func bytes(of counter: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
  }
}
