internal import Core

/// One event, before it is written.
struct LogLine {
  let level: Level
  let requestID: String?
  let traceID: String?
  let tenantID: String?
  let message: String
  let fields: JSONObject

  /// `AWS_LAMBDA_LOG_FORMAT`; JSON unless it says `Text`.
  private static let isText = Environment.value("AWS_LAMBDA_LOG_FORMAT")?.lowercased() == "text"

  /// Ends in the only line feed that it has.
  var bytes: [UInt8] { Self.isText ? text : json }

  /// The names of the members are those of Lambda's own JSON format.
  private var json: [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.object { writer in
      writer.member("timestamp", Instant.now().description)
      writer.member("level", level.name)
      if let requestID { writer.member("requestId", requestID) }
      if let traceID { writer.member("traceId", traceID) }
      if let tenantID { writer.member("tenantId", tenantID) }
      writer.member("message", message)
      for (name, value) in fields.members {
        writer.name(name)
        writer.write(value)
      }
    }
    return writer.bytes + [0x0A]
  }

  /// As the managed runtimes write it: time, request id, level and message between tabs; then the fields.
  private var text: [UInt8] {
    let words = [Instant.now().description, requestID ?? "undefined", level.name, Self.printable(message)]
    let tail = fields.members.isEmpty ? [] : [JSON.object(fields).text]
    return Array((words + tail).joined(separator: "\t").utf8) + [0x0A]
  }

  /// Control characters as spaces, so that a line stays one.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
