internal import Core
internal import Cryptography

/// The keys that an issuer signs with: the newest signs, the one before it is still published.
struct IssuerKeys {
  private var keys: [(id: String, key: RSA.PrivateKey)] = []

  /// The key that signs, made when it is first needed.
  mutating func signing() -> (id: String, key: RSA.PrivateKey)? {
    if keys.isEmpty { rotate() }
    return keys.last
  }

  mutating func rotate() {
    guard let key = try? RSA.PrivateKey() else { return }
    keys = keys.suffix(1) + [(Hex.encode(SHA256.hash(key.modulus).prefix(20)), key)]
  }

  /// A JSON Web Key Set (RFC 7517).
  mutating func published() -> JSON {
    _ = signing()
    return [
      "keys": .array(
        keys.map { id, key in
          [
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": .string(id),
            "n": .string(Base64.urlEncode(key.modulus)), "e": .string(Base64.urlEncode(key.exponent)),
          ]
        })
    ]
  }

  /// A token over the claims.
  mutating func sign(_ claims: JSON) -> String? {
    guard let (id, key) = signing() else { return nil }
    let header: JSON = ["alg": "RS256", "kid": .string(id), "typ": "JWT"]
    let signed = Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(claims.encoded())
    guard let signature = try? key.signature(of: Array(signed.utf8)) else { return nil }
    return signed + "." + Base64.urlEncode(signature)
  }
}
