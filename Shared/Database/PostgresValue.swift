package import Core

/// A type that PostgreSQL's text format carries both ways.
package protocol PostgresValue {
  init?(postgresText: String)
  var postgresText: String { get }
}

extension String: PostgresValue {
  package init?(postgresText: String) { self = postgresText }
  package var postgresText: String { self }
}

extension Int: PostgresValue {
  package init?(postgresText: String) { self.init(postgresText) }
  package var postgresText: String { description }
}

extension Int64: PostgresValue {
  package init?(postgresText: String) { self.init(postgresText) }
  package var postgresText: String { description }
}

extension Double: PostgresValue {
  package init?(postgresText: String) { self.init(postgresText) }
  package var postgresText: String { description }
}

extension Bool: PostgresValue {
  package init?(postgresText: String) {
    guard postgresText == "t" || postgresText == "f" else { return nil }
    self = postgresText == "t"
  }
  package var postgresText: String { self ? "t" : "f" }
}

extension UUID: PostgresValue {
  package init?(postgresText: String) { self.init(postgresText) }
  package var postgresText: String { description }
}

extension Instant: PostgresValue {
  package init?(postgresText: String) { self.init(postgresText) }
  package var postgresText: String { description }
}

extension JSON: PostgresValue {
  package init?(postgresText: String) {
    guard let value = try? JSON(parsing: postgresText) else { return nil }
    self = value
  }
  package var postgresText: String { text }
}

/// `interval`, in whole microseconds.
extension Duration: PostgresValue {
  package init?(postgresText: String) { nil }
  package var postgresText: String { "\(microseconds) microseconds" }
}

/// `bytea`, in its hexadecimal form.
package struct Bytes: PostgresValue, Sendable, Equatable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init?(postgresText: String) {
    guard postgresText.hasPrefix("\\x"), let bytes = Hex.decode(postgresText.dropFirst(2)) else { return nil }
    self.bytes = bytes
  }

  package var postgresText: String { "\\x" + Hex.encode(bytes) }
}

extension Array where Element: PostgresValue {
  /// An array literal (PostgreSQL §8.15.2), every element quoted.
  package var postgresArrayText: String {
    let elements = map { element in
      let text = element.postgresText
      guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 }) else { return "\"\(text)\"" }
      return "\"" + String(text.flatMap { $0 == "\\" || $0 == "\"" ? ["\\", $0] : [$0] }) + "\""
    }
    return "{" + elements.joined(separator: ",") + "}"
  }
}
