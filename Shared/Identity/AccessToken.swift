package import Core
internal import Cryptography
package import Database

/// What an access token says: who, in which organization, in which session, until when.
package struct AccessToken: Sendable, Equatable {
  package let user: UUID
  package let organization: UUID
  package let session: UUID
  package let expiresAt: Instant

  package init(user: UUID, organization: UUID, session: UUID, expiresAt: Instant) {
    self.user = user
    self.organization = organization
    self.session = session
    self.expiresAt = expiresAt
  }

  package var scope: Scope { Scope(organization: organization, user: user) }

  /// Minutes, since a token cannot be called back.
  package static let lifetime = Duration.seconds(15 * 60)
}

/// Signs access tokens: JSON Web Tokens (RFC 7519) by EdDSA over Ed25519 (RFC 8037), and nothing else.
package struct TokenSigner {
  private let key: Ed25519.PrivateKey

  /// `seed` is 32 bytes in base 64.
  package init(seed: String) throws {
    guard let bytes = Base64.decode(seed) else {
      throw CryptographyError.malformed("the signing key is not base 64")
    }
    key = try Ed25519.PrivateKey(seed: bytes)
  }

  package func sign(_ token: AccessToken, at now: Instant) throws -> String {
    let header: JSON = ["alg": "EdDSA", "typ": "at+jwt", "kid": .string(keyID(key.publicKey))]
    let claims: JSON = [
      "aud": "clientnest", "sub": JSON(describing: token.user), "org": JSON(describing: token.organization),
      "sid": JSON(describing: token.session), "iat": .integer(now.seconds),
      "exp": .integer(token.expiresAt.seconds),
    ]
    let signed = Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(claims.encoded())
    return signed + "." + Base64.urlEncode(try key.signature(of: Array(signed.utf8)))
  }
}

/// Checks access tokens by public keys only, so that most functions cannot make one.
package struct TokenVerifier {
  private let keys: [String: [UInt8]]

  /// `keys` are public keys of 32 bytes in base 64, separated by commas: more than one while keys rotate.
  package init(keys: String) throws {
    var byID: [String: [UInt8]] = [:]
    for text in keys.split(separator: ",") {
      guard let key = Base64.decode(text), key.count == 32 else {
        throw CryptographyError.malformed("a token key is not 32 bytes in base 64")
      }
      byID[keyID(key)] = key
    }
    self.keys = byID
  }

  /// The token's content, or nil when it is not ours, altered, of another kind, or expired.
  package func verify(_ text: String, at now: Instant) -> AccessToken? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.json(parts[0]), let claims = Self.json(parts[1]),
      let signature = Base64.urlDecode(parts[2]),
      header["alg"]?.string == "EdDSA", header["typ"]?.string == "at+jwt",
      let key = header["kid"]?.string.flatMap({ keys[$0] }),
      Ed25519.isValid(signature, of: Array("\(parts[0]).\(parts[1])".utf8), publicKey: key),
      claims["aud"]?.string == "clientnest", let expiry = claims["exp"]?.integer, expiry > now.seconds,
      let user = claims["sub"]?.string.flatMap({ UUID($0) }),
      let organization = claims["org"]?.string.flatMap({ UUID($0) }),
      let session = claims["sid"]?.string.flatMap({ UUID($0) })
    else { return nil }
    return AccessToken(
      user: user, organization: organization, session: session, expiresAt: Instant(seconds: expiry))
  }

  private static func json(_ part: Substring) -> JSON? {
    guard let bytes = Base64.urlDecode(part) else { return nil }
    return try? JSON(parsing: bytes)
  }
}

/// Names a key without telling anything of a secret: the first bytes of its digest.
private func keyID(_ publicKey: [UInt8]) -> String {
  Base64.urlEncode(Array(SHA256.hash(publicKey).prefix(8)))
}
