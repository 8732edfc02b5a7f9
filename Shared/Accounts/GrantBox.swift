package import Core
internal import Cryptography
package import Platforms

/// Seals grants for storage and opens them again.
///
/// The sealed form is `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag`. The context binds it to its row, so that a
/// sealed grant copied into another row cannot be opened there.
package struct GrantBox: Sendable {
  private static let version: UInt8 = 1

  /// By key id; the first of `order` seals, all open.
  private let keys: [[UInt8]: [UInt8]]
  private let sealing: [UInt8]

  /// `keys` are 32 bytes each in base 64, separated by commas, the one that seals first.
  package init(keys: String) throws {
    let decoded = try keys.split(separator: ",").map { text -> [UInt8] in
      guard let key = Base64.decode(text), key.count == 32 else {
        throw CryptographyError.malformed("an encryption key is not 32 bytes in base 64")
      }
      return key
    }
    guard let first = decoded.first else { throw CryptographyError.malformed("there is no encryption key") }
    self.keys = Dictionary(decoded.map { (Self.id(of: $0), $0) }) { first, _ in first }
    sealing = Self.id(of: first)
  }

  package func seal(_ grant: Grant, organization: UUID, account: UUID) throws -> [UInt8] {
    guard let key = keys[sealing] else { throw CryptographyError.notAuthentic }
    let json: JSON = [
      "access_token": .string(grant.accessToken), "refresh_token": JSON(grant.refreshToken),
      "expires_at": JSON(describing: grant.expiresAt), "obtained_at": JSON(describing: grant.obtainedAt),
    ]
    let context = Self.context(organization, account, sealing)
    return [Self.version] + sealing + (try AESGCM.seal(json.encoded(), key: key, context: context))
  }

  package func open(_ sealed: [UInt8], organization: UUID, account: UUID) throws -> Grant {
    let id = Array(sealed.dropFirst().prefix(4))
    guard sealed.first == Self.version, let key = keys[id] else { throw CryptographyError.notAuthentic }
    let context = Self.context(organization, account, id)
    let json = try JSON(parsing: AESGCM.open(Array(sealed.dropFirst(5)), key: key, context: context))
    guard let accessToken = json["access_token"]?.string else { throw CryptographyError.notAuthentic }
    return Grant(
      accessToken: accessToken, refreshToken: json["refresh_token"]?.string,
      expiresAt: json["expires_at"]?.string.flatMap { Instant($0) },
      obtainedAt: json["obtained_at"]?.string.flatMap { Instant($0) } ?? .now())
  }

  private static func context(_ organization: UUID, _ account: UUID, _ keyID: [UInt8]) -> [UInt8] {
    Array("account.credentials".utf8) + organization.bytes + account.bytes + keyID
  }

  private static func id(of key: [UInt8]) -> [UInt8] { Array(SHA256.hash(key).prefix(4)) }
}
