internal import Core
internal import Objects

/// The files of an export, each a JSON document of its own with an array per table:
/// `{"export_id": …, "kind": …, "subject_id": …, "file": 1, "tables": {"post": [{…}, …], …}}`. A table that does not fit
/// goes on in the next file.
struct ExportFiles {
  private let export: DataExport
  private let bucket: ObjectClient
  private let limit: Int
  private var text: [UInt8] = []
  private var table: String?
  private(set) var count = 0
  private(set) var bytes = 0
  private(set) var rows = 0

  init(_ export: DataExport, _ bucket: ObjectClient, limit: Int) {
    self.export = export
    self.bucket = bucket
    self.limit = limit
  }

  /// `row` is a JSON object.
  mutating func add(_ row: String, to table: String) throws {
    if text.count > limit { try store() }
    if text.isEmpty { begin() }
    if self.table == table {
      text.append(UInt8(ascii: ","))
    } else {
      if self.table != nil { append("],") }
      append("\(JSON.string(table).text):[")
      self.table = table
    }
    append(row)
    rows += 1
  }

  /// Stores what is left. There is a file even when there was no row.
  mutating func finish() throws {
    if text.isEmpty { begin() }
    try store()
  }

  private mutating func begin() {
    let head: JSON = [
      "export_id": JSON(describing: export.id), "kind": .string(export.subject.kind),
      "subject_id": JSON(describing: export.subject.id), "file": JSON(count + 1),
    ]
    append("\(head.text.dropLast()),\"tables\":{")
  }

  private mutating func store() throws {
    append(table == nil ? "}}" : "]}}")
    count += 1
    try bucket.put(
      text, at: DataExport.key(of: export.id, file: count), type: "application/json",
      disposition: "attachment; filename=\"clientnest-\(export.subject.kind)-\(count).json\"")
    bytes += text.count
    text.removeAll(keepingCapacity: true)
    table = nil
  }

  private mutating func append(_ more: some StringProtocol) { text.append(contentsOf: more.utf8) }
}
