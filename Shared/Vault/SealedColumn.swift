/// A column that holds what an `Envelope` has sealed. Whoever adds one to the schema adds it to `all`: what is not in
/// the list would be lost with the key that sealed it.
package struct SealedColumn: Sendable {
  let table: StaticString
  let column: StaticString
  /// Of the row, and part of what the secret is bound to.
  let key: StaticString
  /// Nil for what belongs to a person in whatever organization.
  let organization: StaticString?

  package static let all = [
    SealedColumn(table: "account", column: "credentials", key: "id", organization: "organization_id")
  ]

  /// As `table.column`.
  package var name: String { "\(table).\(column)" }
}
