package import Core
internal import Cryptography
package import Database

/// What an access token says: who, in which organization, in which session, until when.
package struct AccessToken: Sendable, Equatable {
  package let user: UUID
  /// Nil for a person who is in none.
  package let organization: UUID?
  package let session: UUID
  package let expiresAt: Instant

  package init(user: UUID, organization: UUID?, session: UUID, expiresAt: Instant) {
    self.user = user
    self.organization = organization
    self.session = session
    self.expiresAt = expiresAt
  }

  package var scope: Scope { Scope(organization: organization, user: user) }

  /// For what is the person's own, wherever the token is for: it may be for an organization they have left.
  package var personalScope: Scope { Scope(organization: nil, user: user) }

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
    let header: JSON = [
      "alg": "EdDSA", "typ": "at+jwt", "kid": .string(TokenKey(key.publicKey).id),
    ]
    var claims: JSONObject = [
      "aud": "clientnest", "sub": JSON(describing: token.user), "sid": JSON(describing: token.session),
      "iat": .integer(now.seconds), "exp": .integer(token.expiresAt.seconds),
    ]
    if let organization = token.organization { claims["org"] = JSON(describing: organization) }
    let signed = Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(JSON.object(claims).encoded())
    return signed + "." + Base64.urlEncode(try key.signature(of: Array(signed.utf8)))
  }
}

/// Checks access tokens by public keys only, so that most functions cannot make one.
///
/// The algorithm is not the token's to choose, nor is the key: `jku`, `jwk` and `x5u` of a header are passed over (RFC
/// 8725 §3.1, §3.5, §3.10).
package struct TokenVerifier {
  /// Ours have less than 600 bytes.
  private static let maxBytes = 4096

  private let keys: [String: [UInt8]]

  /// `keys` are public keys of 32 bytes in base 64, separated by commas: more than one while keys rotate.
  package init(keys: String) throws {
    self.keys = Dictionary(try TokenKey.all(keys).map { ($0.id, $0.bytes) }) { first, _ in first }
  }

  /// The token's content, or nil when it is not ours, altered, of another kind, or expired.
  package func verify(_ text: String, at now: Instant) -> AccessToken? {
    guard let token = CompactToken(text, maxBytes: Self.maxBytes), token.header["alg"]?.string == "EdDSA",
      token.header["typ"]?.string == "at+jwt", let key = token.header["kid"]?.string.flatMap({ keys[$0] }),
      Ed25519.isValid(token.signature, of: token.signed, publicKey: key),
      token.claims["aud"]?.string == "clientnest", let expiry = token.claims["exp"]?.integer,
      expiry > now.seconds
    else { return nil }
    return Self.token(token.claims, expiresAt: Instant(seconds: expiry))
  }

  private static func token(_ claims: JSONObject, expiresAt expiry: Instant) -> AccessToken? {
    guard let user = claims["sub"]?.string.flatMap({ UUID($0) }),
      let session = claims["sid"]?.string.flatMap({ UUID($0) })
    else { return nil }
    guard let claim = claims["org"] else {
      return AccessToken(user: user, organization: nil, session: session, expiresAt: expiry)
    }
    guard let organization = claim.string.flatMap({ UUID($0) }) else { return nil }
    return AccessToken(user: user, organization: organization, session: session, expiresAt: expiry)
  }
}

/// A public key that access tokens are checked by, as a JSON Web Key (RFC 8037).
package struct TokenKey: Sendable {
  /// 32 bytes.
  let bytes: [UInt8]
  /// The thumbprint of the key (RFC 7638): whoever has the key can compute its name.
  package let id: String

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // The required members in the order of their names, without blanks.
    let canonical = #"{"crv":"Ed25519","kty":"OKP","x":""# + Base64.urlEncode(bytes) + #""}"#
    id = Base64.urlEncode(SHA256.hash(Array(canonical.utf8)))
  }

  /// `keys` are 32 bytes each in base 64, separated by commas.
  package static func all(_ keys: String) throws -> [TokenKey] {
    try keys.split(separator: ",").map { text in
      guard let key = Base64.decode(text), key.count == 32 else {
        throw CryptographyError.malformed("a token key is not 32 bytes in base 64")
      }
      return TokenKey(key)
    }
  }

  package var json: JSON {
    [
      "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": .string(id),
      "x": .string(Base64.urlEncode(bytes)),
    ]
  }
}
