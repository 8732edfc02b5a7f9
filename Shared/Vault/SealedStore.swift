internal import Core
internal import Database

/// Sealed secrets of one column, of all organizations.
struct SealedStore {
  private let session: Session
  private let column: SealedColumn
  private let organization: StaticString

  init(_ session: Session, _ column: SealedColumn) {
    self.session = session
    self.column = column
    organization = column.organization ?? "'00000000-0000-0000-0000-000000000000'::uuid"
  }

  /// Those that another than the newest key has sealed, in the order of their organizations and ids; locked, so that
  /// nobody stores another secret in between. Where there is none, as of a disconnected account, nothing is to be done. `header` is what the newest key's begin with.
  func lockOlder(than header: [UInt8], after last: (organization: UUID, row: UUID), limit: Int) throws
    -> [SealedRow]
  {
    try session.query(
      """
      select \(unescapedSQL: organization) as organization,
        \(unescapedSQL: column.key) as key, \(unescapedSQL: column.subject) as subject,
        \(unescapedSQL: column.column) as sealed
      from \(unescapedSQL: column.table)
      where substr(\(unescapedSQL: column.column), 1, \(header.count)) <> \(Bytes(header))
        and \(unescapedSQL: column.column) <> ''
        and (\(unescapedSQL: organization),
          \(unescapedSQL: column.key)) > (\(last.organization), \(last.row))
      order by 1, 2 limit \(limit) for no key update
      """
    ).map { row in
      SealedRow(
        organization: try row.value("organization"), row: try row.value("key"),
        subject: try row.value("subject"),
        sealed: (try row.value("sealed") as Bytes).bytes)
    }
  }

  func update(_ row: UUID, in owner: UUID, _ sealed: [UInt8]) throws {
    try session.query(
      """
      update \(unescapedSQL: column.table) set \(unescapedSQL: column.column) = \(Bytes(sealed))
      where \(unescapedSQL: column.key) = \(row)
        and \(unescapedSQL: organization) = \(owner)
      """)
  }
}

/// A sealed secret with its place.
struct SealedRow: Sendable {
  /// Zero for what belongs to a person.
  let organization: UUID
  let row: UUID
  /// In whose trail it is told that it was sealed anew.
  let subject: UUID
  let sealed: [UInt8]
}
