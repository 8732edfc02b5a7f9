internal import Core
internal import HTTPClient

/// An answer on its way out, in chunks
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming).
package struct ResponseStream {
  /// Small pieces are gathered: a chunk has its price in calls and framing.
  private static let chunkBytes = 32 << 10
  private let connection: HTTPConnection
  private var gathered: [UInt8] = []
  private var isBroken = false

  init(_ connection: HTTPConnection) { self.connection = connection }

  static func headers(contentType: String) -> String {
    """
    Content-Type: \(contentType)\r
    Lambda-Runtime-Function-Response-Mode: streaming\r
    Transfer-Encoding: chunked\r
    Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r

    """
  }

  /// Adds bytes to the answer. Throws when nobody takes them any more, or when the time is up.
  package mutating func write(_ bytes: some Sequence<UInt8>) throws {
    gathered.append(contentsOf: bytes)
    if gathered.count >= Self.chunkBytes { try send() }
  }

  package mutating func write(_ text: String) throws { try write(text.utf8) }

  /// Sends what was gathered, so that the caller sees it now.
  package mutating func send() throws {
    guard Activity.current.limit(.seconds(1)) > .zero, !Activity.current.isInterrupted else {
      throw StreamingError.outOfTime
    }
    flush()
    if isBroken { throw StreamingError.interrupted }
  }

  mutating func flush() {
    guard !gathered.isEmpty, !isBroken else { return }
    let length = gathered.count
    gathered.append(contentsOf: [0x0D, 0x0A])
    let frame = Array((String(length, radix: 16) + "\r\n").utf8)
    isBroken = !gathered.withUnsafeBytes { connection.send(piece: $0, after: frame) }
    gathered.removeAll(keepingCapacity: true)
  }

  /// Ends the answer. An error goes into the trailers: the status has long been sent.
  mutating func end(_ report: ErrorReport?) {
    flush()
    guard !isBroken else { return }
    var end = "0\r\n"
    if let report {
      end += "Lambda-Runtime-Function-Error-Type: \(report.type)\r\n"
      end += "Lambda-Runtime-Function-Error-Body: \(Base64.encode(report.body))\r\n"
    }
    _ = connection.send(Array((end + "\r\n").utf8))
  }
}

/// Why an answer was not streamed to its end.
enum StreamingError: Error {
  /// Whoever received it is gone, or has refused it.
  case interrupted
  /// The invocation's deadline is near.
  case outOfTime
}
