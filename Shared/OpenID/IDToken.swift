package import Core
package import Cryptography

/// Checks ID tokens, as OpenID Connect Core 1.0 §3.1.3.7 asks.
package struct IDTokenCheck {
  /// Far more than any provider sends.
  static let maxBytes = 16_384
  /// How far a provider's clock may be from ours.
  private static let skew: Int64 = 60
  /// An ID token is taken up at once: an older one has been kept by somebody.
  private static let maxAge: Int64 = 600

  let provider: OpenIDProvider
  /// Our id at the provider.
  let clientID: String
  let nonce: String
  let now: Instant

  package init(_ provider: OpenIDProvider, clientID: String, nonce: String, now: Instant) {
    self.provider = provider
    self.clientID = clientID
    self.nonce = nonce
    self.now = now
  }

  /// The id of the key that the token says it was signed with.
  static func keyID(of text: String) -> String? {
    CompactToken(text, maxBytes: maxBytes)?.header["kid"]?.string
  }

  /// Whom the token names. RS256 is the only algorithm; the header chooses among the provider's keys and nothing else.
  package func identity(_ text: String, _ keys: [String: RSA.PublicKey]) throws(OpenIDError) -> OpenIDIdentity
  {
    guard let token = CompactToken(text, maxBytes: Self.maxBytes) else { throw .untrusted("its form") }
    guard token.header["alg"]?.string == "RS256" else { throw .untrusted("its algorithm") }
    guard let key = token.header["kid"]?.string.flatMap({ keys[$0] }) else { throw .untrusted("its key") }
    guard key.isValid(token.signature, of: token.signed) else { throw .untrusted("its signature") }
    return try identity(token.claims)
  }

  private func identity(_ claims: JSONObject) throws(OpenIDError) -> OpenIDIdentity {
    guard let issuer = claims["iss"]?.string, provider.accepts(issuer, claims) else {
      throw .untrusted("its issuer")
    }
    guard isForUs(claims) else { throw .untrusted("its audience") }
    guard let expiry = Self.seconds(claims["exp"]), expiry > now.seconds - Self.skew else {
      throw .untrusted("its end")
    }
    guard let issued = Self.seconds(claims["iat"]), issued <= now.seconds + Self.skew,
      issued > now.seconds - Self.maxAge
    else { throw .untrusted("its time") }
    guard let given = claims["nonce"]?.string, constantTimeEqual(Array(given.utf8), Array(nonce.utf8)) else {
      throw .untrusted("its nonce")
    }
    // At most 255 ASCII characters (§2).
    guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count),
      subject.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else { throw .untrusted("its subject") }
    let email = claims["email"]?.string
    return OpenIDIdentity(
      issuer: Self.canonical(issuer, provider), subject: subject, email: email,
      isEmailVerified: email != nil && provider.vouchesForAddress(claims), name: claims["name"]?.string)
  }

  /// A NumericDate may have a fraction (RFC 7519 2).
  private static func seconds(_ claim: JSON?) -> Int64? {
    claim?.integer ?? claim?.double.flatMap { Int64(exactly: $0.rounded(.down)) }
  }

  /// `aud` names us and nobody else; `azp`, when it is there, is us.
  private func isForUs(_ claims: JSONObject) -> Bool {
    let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
    guard audience == [clientID], claims["aud"]?.array?.count ?? 1 == 1 else { return false }
    return claims["azp"] == nil || claims["azp"]?.string == clientID
  }

  /// One person, however the issuer writes itself.
  private static func canonical(_ issuer: String, _ provider: OpenIDProvider) -> String {
    issuer.hasPrefix("https://") ? issuer : "https://" + issuer
  }
}

/// Why nobody was signed in.
package enum OpenIDError: Error, Sendable, Equatable {
  /// The provider does not answer as it should; later it may.
  case unavailable(String)
  /// The provider does not take the code.
  case refused(String)
  /// What is wrong with the ID token.
  case untrusted(String)
}
