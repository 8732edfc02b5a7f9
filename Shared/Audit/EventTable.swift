internal import Core

/// Events as comma-separated values (RFC 4180).
package enum EventTable {
  private static let columns = [
    "sequence", "occurred_at", "action", "actor_id", "target", "address", "user_agent", "trace_id", "before",
    "after",
    "id",
  ]

  package static func csv(_ events: some Sequence<StoredEvent>) -> String {
    var text = columns.joined(separator: ",") + "\r\n"
    for event in events {
      let json = event.json
      text += columns.map { field(json[$0] ?? .null) }.joined(separator: ",") + "\r\n"
    }
    return text
  }

  private static func field(_ value: JSON) -> String {
    let text = value.isNull ? "" : value.string ?? value.text
    // A spreadsheet would run a field that begins like a formula.
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula && value.string != nil ? "'" + text : text
    // By code points: to Swift a comma with a mark, and a return with a line feed, are other characters.
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
