package import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes one JSON line per event to standard output, which Lambda and the host collect.
///
/// The names of the members are those of Lambda's own JSON log format.
package struct Log: Sendable {
  private let requestID: String?
  private let traceID: String?

  init(requestID: String?, traceID: String?) {
    self.requestID = requestID
    self.traceID = traceID
  }

  /// For what belongs to no invocation.
  static let process = Log(requestID: nil, traceID: nil)

  package func info(_ message: String, _ fields: JSONObject = [:]) { write("INFO", message, fields) }
  package func warning(_ message: String, _ fields: JSONObject = [:]) { write("WARN", message, fields) }
  package func error(_ message: String, _ fields: JSONObject = [:]) { write("ERROR", message, fields) }

  private func write(_ level: String, _ message: String, _ fields: JSONObject) {
    var writer = JSONWriter(capacity: 256)
    writer.object { writer in
      writer.member("timestamp", Instant.now().description)
      writer.member("level", level)
      if let requestID { writer.member("requestId", requestID) }
      if let traceID { writer.member("traceId", traceID) }
      writer.member("message", message)
      for (name, value) in fields.members {
        writer.name(name)
        writer.write(value)
      }
    }
    let line = writer.bytes + [0x0A]
    // One write, so that lines of several writers do not mix. A log that cannot be written is not an error.
    _ = line.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
