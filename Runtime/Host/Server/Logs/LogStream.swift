internal import Core
internal import NIOPosix
internal import Synchronization

/// Collects the lines of all functions and of the host, one JSON object each, from any thread.
///
/// Callers never wait: a thread of its own writes to the file and to standard output, and when these are too
/// slow, lines are dropped and counted.
final class LogStream: Sendable {
  private struct Pending {
    var bytes: [UInt8] = []
    var dropped = 0
    var isScheduled = false
  }

  private static let maxPendingBytes = 4 << 20

  private let pending = Mutex(Pending())
  private let sink: Mutex<LogSink>
  private let thread = NIOThreadPool(numberOfThreads: 1)

  init(_ sink: consuming LogSink) {
    self.sink = Mutex(sink)
    thread.start()
  }

  /// A line that a function wrote. A JSON object is kept as an object under `record`.
  func write(line: [UInt8], function: String, environment: Int, requestID: String?) {
    submit { writer in
      writer.member("function", function)
      writer.name("environment")
      writer.write(Int64(environment))
      if let requestID { writer.member("requestId", requestID) }
      if line.first == 0x7B, isJSON(line) {
        writer.name("record")
        writer.write(raw: line)
      } else {
        writer.member("message", String(decoding: line, as: UTF8.self))
      }
    }
  }

  /// A line of the host itself. `type` follows Lambda's telemetry: `platform.report`, `platform.fault`.
  func write(type: String, function: String? = nil, _ fields: JSONObject = [:]) {
    submit { writer in
      writer.member("type", type)
      if let function { writer.member("function", function) }
      for (name, value) in fields.members {
        writer.name(name)
        writer.write(value)
      }
    }
  }

  /// Writes what is left. Blocks until then; lines that come later are lost.
  func close() {
    try? thread.syncShutdownGracefully()
    flush()
  }

  private func submit(_ members: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(capacity: 256)
    writer.object { writer in
      writer.member("time", Instant.now().description)
      members(&writer)
    }
    let isFirst = pending.withLock { pending in
      guard pending.bytes.count + writer.bytes.count < Self.maxPendingBytes else {
        pending.dropped += 1
        return false
      }
      pending.bytes += writer.bytes
      pending.bytes.append(0x0A)
      defer { pending.isScheduled = true }
      return !pending.isScheduled
    }
    if isFirst { thread.submit { [self] _ in flush() } }
  }

  private func isJSON(_ line: [UInt8]) -> Bool {
    line.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      do {
        try reader.skipValue()
        try reader.finish()
        return true
      } catch {
        return false
      }
    }
  }

  private func flush() {
    let (bytes, dropped) = pending.withLock { pending in
      defer { pending = Pending() }
      return (pending.bytes, pending.dropped)
    }
    sink.withLock { $0.write(bytes) }
    if dropped > 0 { write(type: "host.linesDropped", ["count": JSON(dropped)]) }
  }
}
