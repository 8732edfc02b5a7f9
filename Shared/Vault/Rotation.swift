package import Audit
package import Core
package import Cryptography
package import Database

/// Seals anew, by the newest key, what older keys have sealed. When it has found nothing more, they can go.
///
/// Every batch is a transaction: whenever it dies, what was done stays done, what was not opens by its old key as
/// before, and the next run finds it by the key's id.
package struct Rotation {
  private let session: Session
  private let keys: VaultKeys
  private let log: AuditLog
  private let batch: Int

  /// The session's role sees the sealed columns of every organization. `batch` rows are locked at a time.
  package init(_ session: Session, _ keys: VaultKeys, from origin: Origin, batch: Int = 100) {
    self.session = session
    self.keys = keys
    log = AuditLog(session, origin)
    self.batch = batch
  }

  package struct Counts: Sendable, Equatable {
    package var resealed = 0
    /// What no key of ours opens: it stays as it is.
    package var unopened = 0
    /// False when the time ran out.
    package var isComplete = true

    package init(resealed: Int = 0, unopened: Int = 0, isComplete: Bool = true) {
      self.resealed = resealed
      self.unopened = unopened
      self.isComplete = isComplete
    }

    package var json: JSONObject {
      ["resealed": JSON(resealed), "unopened": JSON(unopened), "is_complete": .bool(isComplete)]
    }
  }

  /// Stops a little before the deadline.
  package func run(_ columns: [SealedColumn] = SealedColumn.all, until deadline: Instant) throws -> Counts {
    var counts = Counts()
    for column in columns {
      var last: (organization: UUID, row: UUID)? = (.zero, .zero)
      while let after = last {
        guard Instant.now() + .seconds(2) < deadline else {
          counts.isComplete = false
          return counts
        }
        last = try session.transaction { try resealBatch(of: column, after: after, &counts) }
      }
    }
    return counts
  }

  /// Returns the last row of the batch; nil when there are no more.
  private func resealBatch(
    of column: SealedColumn, after last: (organization: UUID, row: UUID), _ counts: inout Counts
  ) throws -> (organization: UUID, row: UUID)? {
    let store = SealedStore(session, column)
    let envelope = keys.envelope(of: column)
    let rows = try store.lockOlder(than: envelope.header, after: last, limit: batch)
    var resealed: [UUID: Int] = [:]
    for row in rows {
      let place = Envelope.Place(
        organization: row.organization, table: "\(column.table)", column: "\(column.column)", row: row.row)
      guard let secret = try? envelope.open(row.sealed, for: place) else {
        counts.unopened += 1
        continue
      }
      try store.update(row.row, in: row.organization, envelope.seal(secret, for: place))
      resealed[row.subject, default: 0] += 1
      counts.resealed += 1
    }
    // In the order of their ids: whoever else writes to several streams takes them in the same order.
    for (stream, count) in resealed.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
      try log.record(
        .secretsResealed, in: stream, by: nil, on: column.name, after: ["count": JSON(count)])
    }
    return rows.count < batch ? nil : rows.last.map { ($0.organization, $0.row) }
  }
}

/// The keys of everything that is sealed.
package struct VaultKeys: Sendable {
  private let accounts: Envelope
  private let factors: Envelope

  package init(accounts: Envelope, factors: Envelope) {
    self.accounts = accounts
    self.factors = factors
  }

  func envelope(of column: SealedColumn) -> Envelope {
    switch column.keys {
    case .accounts: accounts
    case .factors: factors
    }
  }
}
