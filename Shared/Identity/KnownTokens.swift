package import Core
internal import Cryptography

/// Tokens whose signature was checked before: the same text has the same signature. What changes, whether it has expired
/// and whether its session is open, is asked each time.
///
/// A check costs about 100 µs, the digest of the text one. Only a digest is kept, of few tokens.
package final class KnownTokens {
  private static let capacity = 256
  private let verifier: TokenVerifier
  private var known: [[UInt8]: AccessToken] = [:]

  package init(_ verifier: TokenVerifier) { self.verifier = verifier }

  /// What `TokenVerifier.verify` says.
  package func verify(_ text: String, at now: Instant) -> AccessToken? {
    let digest = SHA256.hash(Array(text.utf8))
    if let token = known[digest] { return token.expiresAt > now ? token : nil }
    guard let token = verifier.verify(text, at: now) else { return nil }
    if known.count == Self.capacity { known.removeAll(keepingCapacity: true) }
    known[digest] = token
    return token
  }
}
