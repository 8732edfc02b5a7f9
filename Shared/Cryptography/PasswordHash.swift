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
    let key = try Self.scrypt(Array(password.utf8), salt: salt, log2N: 15, r: 8, p: 3, size: 32)
    text = "\(Self.currentPrefix)\(Base64.urlEncode(salt))$\(Base64.urlEncode(key))"
  }

  /// Whether this is the hash of `password`, compared in constant time.
  package func matches(_ password: String) throws(CryptographyError) -> Bool {
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
      Array(password.utf8), salt: salt, log2N: log2N, r: r, p: p, size: expected.count)
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
