internal import COpenSSL
internal import Core

/// A password, hashed by scrypt (RFC 7914), in the PHC string format with the parameters used:
/// `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`.
///
/// N = 2^15, r = 8, p = 3 is on the list that OWASP ASVS 5.0 approves (appendix C) and needs 32 MiB.
package struct PasswordHash: Sendable, Equatable {
  package let text: String

  /// A hash as it was stored.
  package init(stored text: String) { self.text = text }

  private static let currentPrefix = "$scrypt$ln=15,r=8,p=3$"

  /// Whether it was made with the parameters of today; if not, it is made anew when the password is next known.
  package var isCurrent: Bool { text.hasPrefix(Self.currentPrefix) }

  /// Hashes with a random salt: about a quarter of a second of one core.
  package init(of password: String) throws(CryptographyError) {
    let salt = SecureRandom.bytes(16)
    let key = try Self.scrypt(Self.normalized(password), salt: salt, log2N: 15, r: 8, p: 3, size: 32)
    text = "\(Self.currentPrefix)\(Base64.urlEncode(salt))$\(Base64.urlEncode(key))"
  }

  /// Whether this is the hash of `password`, however its letters are written. Hashes that were made before passwords were
  /// normalized are of the bytes as they were typed.
  package func matches(_ password: String) throws(CryptographyError) -> Bool {
    try match(password) != nil
  }

  /// How this is the hash of `password`; nil when it is not.
  package func match(_ password: String) throws(CryptographyError) -> Match? {
    let (typed, normalized) = (Array(password.utf8), Self.normalized(password))
    if try isHash(of: normalized) { return .normalized }
    if typed != normalized, try isHash(of: typed) { return .asTyped }
    return nil
  }

  package enum Match: Sendable {
    case normalized
    /// To be made anew while the password is known.
    case asTyped
  }

  /// Takes as long as `match` does that finds nothing: for who is not there.
  package static func pass(_ password: String) throws(CryptographyError) {
    _ = try PasswordHash(of: password)
    if Array(password.utf8) != normalized(password) { _ = try PasswordHash(of: password) }
  }

  /// One text for all ways to type it (NIST SP 800-63B, 3.1.1.2), as RFC 8265 §4.2 has it for passwords: every space is
  /// U+0020, and letters are composed. Forms of compatibility stay apart: they are other characters to who types them.
  private static func normalized(_ password: String) -> [UInt8] {
    guard password.utf8.contains(where: { $0 >= 0x80 }) else { return Array(password.utf8) }
    let spaced = String(
      String.UnicodeScalarView(
        password.unicodeScalars.map { $0.properties.generalCategory == .spaceSeparator ? " " : $0 }))
    return Array(String(String.UnicodeScalarView(ComposedText.scalars(of: spaced))).utf8)
  }

  /// Compared in constant time.
  private func isHash(of password: [UInt8]) throws(CryptographyError) -> Bool {
    let fields = text.split(separator: "$")
    guard fields.count == 4, fields[0] == "scrypt", let salt = Base64.urlDecode(fields[2]),
      let expected = Base64.urlDecode(fields[3])
    else { throw .malformed("not a scrypt PHC string") }
    var cost: [Substring: UInt64] = [:]
    for parameter in fields[1].split(separator: ",") {
      let pair = parameter.split(separator: "=")
      if pair.count == 2 { cost[pair[0]] = UInt64(pair[1]) }
    }
    guard let log2N = cost["ln"], let r = cost["r"], let p = cost["p"], (1...20).contains(log2N) else {
      throw .malformed("scrypt parameters are missing")
    }
    let key = try Self.scrypt(
      password, salt: salt, log2N: log2N, r: r, p: p, size: expected.count)
    return constantTimeEqual(key, expected)
  }

  /// The raw function, for published vectors.
  package static func scrypt(
    _ password: [UInt8], salt: [UInt8], log2N: UInt64, r: UInt64, p: UInt64, size: Int
  ) throws(CryptographyError) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: size)
    // OpenSSL's own limit is 32 MiB in all, less than N = 2^15, r = 8 needs with its overhead.
    let memory: UInt64 = 128 * (1 << log2N) * r + 128 * r * p + (1 << 20)
    let done = password.withUnsafeBytes { bytes in
      EVP_PBE_scrypt(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count,
        1 << log2N, r, p, memory, &key, size)
    }
    guard done == 1 else { throw .last("scrypt") }
    return key
  }
}
