package import Core
internal import Cryptography

/// Makes and checks the secrets of links that are sent by e-mail. A link's secret is computed from its id, so it is
/// stored nowhere, and a message that is sent again holds the same link.
package struct LinkSigner: Sendable {
  private static let prefix = "cnl_"
  private let keys: [[UInt8]]

  /// `keys` are 32 bytes each in base 64, separated by commas: the first signs, all of them are accepted.
  package init(keys: String) throws {
    self.keys = try keys.split(separator: ",").map { text in
      guard let key = Base64.decode(text), key.count == 32 else {
        throw CryptographyError.malformed("a link key is not 32 bytes in base 64")
      }
      return key
    }
    guard !self.keys.isEmpty else { throw CryptographyError.malformed("there is no link key") }
  }

  package func text(of id: UUID) -> String {
    Self.prefix + Base64.urlEncode(id.bytes + Self.proof(id, keys[0]))
  }

  /// The id in a link that we made; nil for any other text.
  package func id(of text: String) -> UUID? {
    guard text.hasPrefix(Self.prefix), let bytes = Base64.urlDecode(text.dropFirst(Self.prefix.count)),
      bytes.count == 32, let id = UUID(bytes: Array(bytes.prefix(16)))
    else { return nil }
    let proof = Array(bytes.suffix(16))
    return keys.contains { constantTimeEqual(proof, Self.proof(id, $0)) } ? id : nil
  }

  private static func proof(_ id: UUID, _ key: [UInt8]) -> [UInt8] {
    Array(HMAC.sha256(key: key, Array("mailed link".utf8) + id.bytes).prefix(16))
  }
}
