internal import Core
internal import Cryptography

/// What a person agreed to on a consent page.
struct Consent {
  let username: String
  let clientID: String
  let redirectURI: String
  let scopes: [String]
  /// PKCE's code challenge (RFC 7636), where the platform uses it.
  var challenge: String?
  let givenAt: Instant
}

/// Authorization codes that wait to be exchanged: each works once, within a lifetime.
struct AuthorizationCodes {
  let lifetime: Duration
  private var open: [String: Consent] = [:]

  init(lifetime: Duration) { self.lifetime = lifetime }

  mutating func issue(_ consent: Consent) -> String {
    let code = Secret.make(bytes: 32)
    open[code] = consent
    return code
  }

  /// The consent behind a code; nil when it is unknown, used or too old.
  mutating func redeem(_ code: String, at now: Instant) -> Consent? {
    open = open.filter { now - $0.value.givenAt <= lifetime }
    return open.removeValue(forKey: code)
  }
}

/// Unguessable text for codes and tokens.
enum Secret {
  static func make(_ prefix: String = "", bytes count: Int = 48) -> String {
    prefix + Base64.urlEncode(SecureRandom.bytes(count))
  }
}

/// Decimal ids that are the same in every run for the same name, so that a connected account stays itself.
enum StableID {
  /// `digits` decimal digits after the prefix.
  static func make(_ prefix: String, digits: Int, of name: String) -> String {
    let number = SHA256.hash(Array(name.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let text = String(number)
    return prefix + String((String(repeating: "0", count: 20 - text.count) + text).suffix(digits))
  }
}
