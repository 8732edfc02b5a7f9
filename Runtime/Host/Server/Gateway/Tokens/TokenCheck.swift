internal import Core
internal import Cryptography

/// Why a token does not let its bearer in, for the answer's `www-authenticate` (RFC 6750 §3).
struct TokenRefusal: Error, Equatable {
  enum Code: String {
    case invalidToken = "invalid_token"
    case insufficientScope = "insufficient_scope"
  }

  let code: Code
  let description: String

  init(_ description: String, _ code: Code = .invalidToken) {
    self.code = code
    self.description = description
  }
}

/// Checks a token as HTTP APIs do
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
struct TokenCheck {
  let issuer: String
  let audiences: [String]
  let now: Instant

  /// The claims of a token that was signed with one of the keys and holds now.
  func claims(
    of token: CompactToken, _ keys: [String: RSA.PublicKey]
  ) throws(TokenRefusal) -> JSONObject {
    guard let algorithm = token.header["alg"]?.string.flatMap(RSA.Algorithm.init) else {
      throw TokenRefusal("the token is signed by an algorithm that is not accepted")
    }
    guard let key = token.header["kid"]?.string.flatMap({ keys[$0] }) else {
      throw TokenRefusal("the token is signed with a key that the issuer does not have")
    }
    guard key.isValid(token.signature, of: token.signed, by: algorithm) else {
      throw TokenRefusal("the signature is invalid")
    }
    let claims = token.claims
    guard let given = claims["iss"]?.string, given == issuer || given == issuer + "/" else {
      throw TokenRefusal("the token does not have a valid issuer")
    }
    guard isMeantForUs(claims) else { throw TokenRefusal("the token does not have a valid audience") }
    try checkTimes(claims)
    return claims
  }

  /// `client_id` counts where there is no `aud`, as in the access tokens of Amazon Cognito.
  private func isMeantForUs(_ claims: JSONObject) -> Bool {
    let given = claims["aud"] ?? claims["client_id"]
    let names = given?.array?.compactMap(\.string) ?? given?.string.map { [$0] } ?? []
    return names.contains { audiences.contains($0) }
  }

  private func checkTimes(_ claims: JSONObject) throws(TokenRefusal) {
    let seconds = Double(now.microseconds) / 1_000_000
    guard let end = claims["exp"]?.double else { throw TokenRefusal("the token has no end") }
    guard end > seconds else { throw TokenRefusal("the token has expired") }
    for name in ["nbf", "iat"] {
      guard let claim = claims[name] else { continue }
      guard let start = claim.double, start <= seconds else {
        throw TokenRefusal("the token is not valid yet")
      }
    }
  }

  /// Which of the wanted scopes the claims have; at least one, if one is wanted at all.
  static func scopes(_ wanted: [String], in claims: JSONObject) throws(TokenRefusal) -> [String]? {
    guard !wanted.isEmpty else { return nil }
    let given = claims["scope"] ?? claims["scp"]
    let names =
      given?.array?.compactMap(\.string) ?? given?.string?.split(separator: " ").map(String.init) ?? []
    let both = wanted.filter { names.contains($0) }
    guard !both.isEmpty else {
      throw TokenRefusal("the token has none of the scopes of the route", .insufficientScope)
    }
    return both
  }
}
