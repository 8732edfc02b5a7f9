package import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes one line per event to standard output, which Lambda and the host collect.
///
/// What is below the level of the environment is not even put together: arguments are evaluated only when the line
/// is written. They cannot throw, so that work with an effect does not hide in them.
package struct Log: Sendable {
  private let requestID: String?
  private let traceID: String?
  private let tenantID: String?

  init(requestID: String?, traceID: String?, tenantID: String?) {
    self.requestID = requestID
    self.traceID = traceID
    self.tenantID = tenantID
  }

  /// For what belongs to no invocation.
  static let process = Log(requestID: nil, traceID: nil, tenantID: nil)

  package func trace(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> JSONObject = [:]) {
    write(.trace, message, fields)
  }

  package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> JSONObject = [:]) {
    write(.debug, message, fields)
  }

  package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> JSONObject = [:]) {
    write(.info, message, fields)
  }

  package func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> JSONObject = [:]) {
    write(.warn, message, fields)
  }

  package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> JSONObject = [:]) {
    write(.error, message, fields)
  }

  package func fatal(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> JSONObject = [:]) {
    write(.fatal, message, fields)
  }

  private func write(_ level: Level, _ message: () -> String, _ fields: () -> JSONObject) {
    guard level >= Level.minimum else { return }
    let line = LogLine(
      level: level, requestID: requestID, traceID: traceID, tenantID: tenantID, message: message(),
      fields: fields())
    // One write, so that lines of several writers do not mix. A log that cannot be written is not an error.
    _ = line.bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
