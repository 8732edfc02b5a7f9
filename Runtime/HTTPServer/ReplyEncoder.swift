internal import NIOCore
internal import NIOHTTP1

/// Writes answers as bytes.
enum ReplyEncoder {
  enum Connection {
    /// What HTTP/1.1 means when nothing is said.
    case persists
    /// For a peer of HTTP/1.0.
    case keepsAlive
    case closes
  }

  /// Larger bodies travel in a buffer of their own rather than being copied behind the head.
  static let largestInline = 32 << 10

  /// Whether an answer of that status has a body (RFC 9110 §6.4.1).
  static func hasBody(_ status: Int) -> Bool { status >= 200 && status != 204 && status != 304 }

  /// `length` is that of a body that is not in the reply.
  static func writeHead(
    of reply: HTTPReply, _ connection: Connection, date: String?, length: Int? = nil,
    into buffer: inout ByteBuffer
  ) {
    writeStatus(reply.status, into: &buffer)
    if let date { writeField("date", date, into: &buffer) }
    for (name, value) in reply.headers { writeField(name, value, into: &buffer) }
    if hasBody(reply.status) {
      buffer.writeStaticString("content-length: ")
      buffer.writeString(String(length ?? reply.body.count))
      buffer.writeStaticString("\r\n")
    }
    switch connection {
    case .persists: break
    case .keepsAlive: buffer.writeStaticString("connection: keep-alive\r\n")
    case .closes: buffer.writeStaticString("connection: close\r\n")
    }
    buffer.writeStaticString("\r\n")
  }

  static func writeStatus(_ status: Int, into buffer: inout ByteBuffer) {
    switch status {
    case 200: buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
    case 202: buffer.writeStaticString("HTTP/1.1 202 Accepted\r\n")
    default:
      let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
      buffer.writeString("HTTP/1.1 \(status) \(reason)\r\n")
    }
  }

  /// A line break in a value would begin another field: it becomes a space. A name that is none is left out.
  static func writeField(_ name: String, _ value: String, into buffer: inout ByteBuffer) {
    guard !name.isEmpty, name.utf8.allSatisfy(ASCII.isToken) else { return }
    buffer.writeString(name)
    buffer.writeStaticString(": ")
    if value.utf8.allSatisfy(ASCII.isFieldValue) {
      buffer.writeString(value)
    } else {
      buffer.writeBytes(value.utf8.map { ASCII.isFieldValue($0) ? $0 : ASCII.space })
    }
    buffer.writeStaticString("\r\n")
  }
}
