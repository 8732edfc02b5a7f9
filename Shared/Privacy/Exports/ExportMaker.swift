package import Core
package import Database
package import Objects

/// Makes an export: walks the list of holdings and writes what is the subject's into files.
package struct ExportMaker {
  private let session: Session
  private let bucket: ObjectClient
  /// Bytes after which a file is closed: what is held in memory.
  private let fileSize: Int

  /// The session's role sees everything.
  package init(_ session: Session, _ bucket: ObjectClient, fileSize: Int = 4 << 20) {
    self.session = session
    self.bucket = bucket
    self.fileSize = fileSize
  }

  /// Returns how many rows and files it has; nil when the export is made already or is none, or when whoever asked for it
  /// owns the organization no longer. Made again after a
  /// failure, it replaces the files.
  package func make(_ id: UUID) throws -> JSONObject? {
    let store = ExportStore(session)
    guard let export = try store.findQueued(id) else { return nil }
    guard try store.isStillOwed(id) else {
      try store.markFailed(id)
      return nil
    }
    // A cursor lives as long as its transaction. Each table is told as it was when its turn came.
    let written = try session.transaction { try write(export) }
    try store.markReady(id, files: written.count, bytes: written.bytes)
    return ["files": JSON(written.count), "bytes": JSON(written.bytes), "rows": JSON(written.rows)]
  }

  private func write(_ export: DataExport) throws -> ExportFiles {
    let data = PersonalDataStore(session)
    var files = ExportFiles(export, bucket, limit: fileSize)
    for holding in PersonalData.holdings where holding.isExported {
      let columns =
        switch export.subject {
        case .person: holding.persons
        case .organization: holding.organization
        }
      guard let columns else { continue }
      try data.open(holding, columns: columns, of: export.subject.id)
      while true {
        let rows = try data.fetch()
        if rows.isEmpty { break }
        for row in rows { try files.add(row, to: "\(holding.table)") }
      }
      try data.close()
    }
    try files.finish()
    return files
  }
}
