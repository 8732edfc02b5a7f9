internal import Cryptography

/// An API key as its holder has it: `cn_live_<public id>_<secret><checksum>`, all of it in base 62, as GitHub's are
/// (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/): scanners find
/// a key that leaked by its beginning and know by its checksum, offline, that it is none of the look-alikes.
///
/// The public id names the key. The secret has 43 random digits, 256 bits; we keep the digest of the whole text only.
package struct APIKey: Sendable, Equatable {
  package static let prefix = "cn_live_"
  private static let idLength = 8
  private static let secretLength = 43
  private static let checksumLength = 6
  private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  package let text: String
  package let publicID: String

  /// A new one.
  package static func make() -> APIKey {
    let id = randomDigits(idLength)
    let body = prefix + id + "_" + randomDigits(secretLength)
    return APIKey(text: body + checksum(of: body), publicID: id)
  }

  private init(text: String, publicID: String) {
    self.text = text
    self.publicID = publicID
  }

  /// Reads a text of the right form and checksum; says nothing yet about who made it.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let start = Self.prefix.utf8.count
    let length = start + Self.idLength + 1 + Self.secretLength + Self.checksumLength
    guard bytes.count == length, bytes.starts(with: Self.prefix.utf8),
      bytes[start + Self.idLength] == UInt8(ascii: "_"),
      bytes[start...].enumerated().allSatisfy({ $0 == Self.idLength || Self.digits.contains($1) })
    else { return nil }
    let text = String(text)
    guard text.hasSuffix(Self.checksum(of: String(text.dropLast(Self.checksumLength)))) else { return nil }
    self.init(text: text, publicID: String(text.dropFirst(start).prefix(Self.idLength)))
  }

  /// Not salted and not slow: nobody tries 2^256 secrets.
  package var digest: [UInt8] { SHA256.hash(Array(text.utf8)) }

  private static func checksum(of text: String) -> String {
    var rest = Int(CRC32.checksum(of: text.utf8))
    var result: [UInt8] = []
    for _ in 0..<checksumLength {
      result.append(digits[rest % digits.count])
      rest /= digits.count
    }
    return String(decoding: result.reversed(), as: UTF8.self)
  }

  /// Every digit equally likely: bytes beyond the last multiple of 62 are passed over.
  private static func randomDigits(_ count: Int) -> String {
    var result: [UInt8] = []
    while result.count < count {
      let bytes = SecureRandom.bytes(count).filter { $0 < 248 }
      result += bytes.map { digits[Int($0) % digits.count] }
    }
    return String(decoding: result.prefix(count), as: UTF8.self)
  }
}
