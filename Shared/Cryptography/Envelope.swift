package import Core

/// Seals secrets for storage and opens them again, by several keys: the newest seals, all of them open.
///
/// The sealed form is `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag`: 1, 4 and 12 bytes, the secret's length, 16 bytes
/// (AES-256-GCM, random nonce). The context binds it to its place in the database and to its key: what is copied into
/// another row, column or organization cannot be opened there. With random nonces a key is good for 2^32 seals
/// (NIST SP 800-38D §8.3); rotate long before.
package struct Envelope: Sendable {
  private static let version: UInt8 = 1
  private static let keyIDSize = 4
  /// Version and key id.
  package static let headerSize = 1 + keyIDSize

  /// By key id.
  private let keys: [[UInt8]: [UInt8]]
  private let newest: (id: [UInt8], key: [UInt8])

  /// `keys` are 32 bytes each in base 64, separated by commas, the one that seals first.
  package init(keys: String) throws(CryptographyError) {
    var known: [[UInt8]: [UInt8]] = [:]
    var newest: (id: [UInt8], key: [UInt8])?
    for text in keys.split(separator: ",") {
      guard let key = Base64.decode(text), key.count == 32 else {
        throw .malformed("an encryption key is not 32 bytes in base 64")
      }
      let id = Self.id(of: key)
      guard known[id, default: key] == key else { throw .malformed("two encryption keys have the same id") }
      known[id] = key
      newest = newest ?? (id, key)
    }
    guard let newest else { throw .malformed("there is no encryption key") }
    self.newest = newest
    self.keys = known
  }

  /// Where a sealed secret is stored.
  package struct Place: Sendable {
    /// Zero for what belongs to a person in whatever organization.
    let organization: UUID
    let table: String
    let column: String
    let row: UUID

    /// `table` and `column` are names of the schema, without a full stop.
    package init(organization: UUID, table: String, column: String, row: UUID) {
      self.organization = organization
      self.table = table
      self.column = column
      self.row = row
    }

    /// What stands after the names has a fixed length, so that no two places have the same context.
    fileprivate func context(_ keyID: [UInt8]) -> [UInt8] {
      Array("\(table).\(column)".utf8) + organization.bytes + row.bytes + keyID
    }
  }

  package func seal(_ secret: [UInt8], for place: Place) throws(CryptographyError) -> [UInt8] {
    header + (try AESGCM.seal(secret, key: newest.key, context: place.context(newest.id)))
  }

  /// The secret, or `notAuthentic` when it was not sealed for this place by one of the keys.
  package func open(_ sealed: [UInt8], for place: Place) throws(CryptographyError) -> [UInt8] {
    let id = Array(sealed.dropFirst().prefix(Self.keyIDSize))
    guard sealed.first == Self.version, let key = keys[id] else { throw .notAuthentic }
    return try AESGCM.open(
      Array(sealed.dropFirst(Self.headerSize)), key: key, context: place.context(id))
  }

  /// What everything that the newest key has sealed begins with, `headerSize` bytes: by it a statement finds what
  /// is left to be sealed anew.
  package var header: [UInt8] { [Self.version] + newest.id }

  private static func id(of key: [UInt8]) -> [UInt8] { Array(SHA256.hash(key).prefix(keyIDSize)) }
}
