internal import Core
internal import Cryptography

/// What lets somebody in who has lost their authenticator: ten codes, shown once, each good once.
enum RecoveryCode {
  static let count = 10
  /// 120 bits, which nobody guesses: ASVS 5.0 §6.5.2 asks for a slow digest below 112.
  private static let size = 15

  /// Lower case in groups of four: `k3vq-…`.
  static func make() -> String {
    let digits = Array(Base32.encode(SecureRandom.bytes(size)).lowercased())
    return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: "-")
  }

  /// What is stored. Case, spaces and hyphens do not count; nil for what cannot be a code.
  static func digest(_ text: String) -> [UInt8]? {
    guard let bytes = Base32.decode(text.filter { $0 != "-" && $0 != " " }), bytes.count == size else {
      return nil
    }
    return SHA256.hash(bytes)
  }
}
