/// A column that holds what an `Envelope` has sealed. Whoever adds one to the schema adds it to `all`: what is not in
/// the list would be lost with the key that sealed it.
package struct SealedColumn: Sendable {
  /// Whose keys seal it.
  package enum Keys: Sendable {
    /// `AccountEncryptionKeys`.
    case accounts
    /// `FactorEncryptionKeys`.
    case factors
  }

  package let keys: Keys
  let table: StaticString
  let column: StaticString
  /// Of the row, and part of what the secret is bound to.
  let key: StaticString
  /// Nil for what belongs to a person in whatever organization.
  let organization: StaticString?
  /// The organization or person in whose trail it is told.
  let subject: StaticString

  package static let all = [
    SealedColumn(
      keys: .accounts, table: "account", column: "credentials", key: "id", organization: "organization_id",
      subject: "organization_id"),
    SealedColumn(
      keys: .factors, table: "second_factor", column: "secret", key: "id", organization: nil,
      subject: "user_id"),
  ]

  /// As `table.column`.
  package var name: String { "\(table).\(column)" }
}
