package import Core

/// Codes that change with the time (TOTP, RFC 6238), as authenticator apps show them.
package struct TimeBasedCode: Sendable {
  /// What the codes are made with. Apps know SHA-1 for certain, the others mostly pass over the parameter that names them.
  package enum Hash: Sendable {
    case sha1, sha256, sha512

    fileprivate func authenticate(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
      switch self {
      case .sha1: HMAC.sha1(key: key, message)
      case .sha256: HMAC.sha256(key: key, message)
      case .sha512: HMAC.sha512(key: key, message)
      }
    }
  }

  /// How long one code is shown, in seconds.
  package static let period: Int64 = 30

  private let secret: [UInt8]
  private let hash: Hash
  /// 6 to 9.
  private let digits: Int

  package init(secret: [UInt8], hash: Hash = .sha1, digits: Int = 6) {
    self.secret = secret
    self.hash = hash
    self.digits = digits
  }

  /// How many periods have passed since 1970.
  package static func step(at time: Instant) -> Int64 { time.seconds / period }

  /// The code of a step, with leading zeros (RFC 4226 §5.3: dynamic truncation).
  package func text(at step: Int64) -> String {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
    let mac = hash.authenticate(key: secret, counter)
    let offset = Int(mac[mac.count - 1] & 15)
    let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let power = (0..<digits).reduce(UInt32(1)) { product, _ in product * 10 }
    let text = String(number % power)
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// The step of which `text` is the code: the current one, the one before it, whose code may have been on its way, or
  /// the one after it: clocks of telephones run ahead as well as behind (RFC 6238 §6).
  package func step(of text: String, at time: Instant) -> Int64? {
    let current = Self.step(at: time)
    let given = Array(text.utf8)
    return [current, current - 1, current + 1].first {
      constantTimeEqual(given, Array(self.text(at: $0).utf8))
    }
  }
}
