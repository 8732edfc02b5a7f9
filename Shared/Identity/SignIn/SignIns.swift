package import Audit
internal import Core
internal import Cryptography
package import Database
internal import Limits
package import OpenID

/// The way to a provider.
package struct SignIns {
  private let session: Session
  private let store: SignInStore
  private let directory: OpenIDDirectory
  private let origin: Origin

  /// The session's role may see every person.
  package init(_ session: Session, _ directory: OpenIDDirectory, from origin: Origin) {
    self.session = session
    store = SignInStore(session)
    self.directory = directory
    self.origin = origin
  }

  /// Where the browser goes with the trip's `state`, and the secret that its cookie has to hold when it comes back. With a `person`, what comes
  /// back is linked to them.
  package func begin(_ provider: String, for person: AccessToken? = nil) throws -> (
    url: String, state: String, secret: String
  ) {
    try RateLimiter(session).take(LogInLimits.signIn(from: origin))
    guard let client = directory[provider] else { throw SignInError.unknownProvider }
    let (state, secret) = (Self.random(), Self.random())
    let attempt = SignInAttempt(
      provider: provider, nonce: Self.random(), verifier: Self.random(), user: person?.user,
      session: person?.session)
    let challenge = Base64.urlEncode(SHA256.hash(Array(attempt.verifier.utf8)))
    let url: String
    do throws(OpenIDError) {
      url = try client.authorizeURL(
        state: state, nonce: attempt.nonce, challenge: challenge, redirectURI: directory.redirectURI(provider)
      )
    } catch {
      throw SignInError.openID(error)
    }
    try store.insertAttempt(attempt, state: Self.digest(state), browser: Self.digest(secret))
    return (url, state, secret)
  }

  /// 256 bits; as a code verifier it has the 43 characters that RFC 7636 asks for.
  private static func random() -> String { Base64.urlEncode(SecureRandom.bytes(32)) }

  static func digest(_ text: String) -> [UInt8] { SHA256.hash(Array(text.utf8)) }
}

/// The providers that we are registered with, and the address that they send browsers back to.
package struct OpenIDDirectory {
  private let clients: [String: OpenIDClient]
  private let publicURL: String

  package init(_ clients: [String: OpenIDClient], publicURL: String) {
    self.clients = clients
    self.publicURL = publicURL
  }

  subscript(provider: String) -> OpenIDClient? { clients[provider] }

  func redirectURI(_ provider: String) -> String { "\(publicURL)/v1/auth/sign-in/\(provider)/callback" }
}
