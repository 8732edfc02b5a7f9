internal import Glibc

/// A TCP connection to a port of 127.0.0.1, for what no HTTP client would send.
package final class RawConnection {
  private let descriptor: Int32
  package private(set) var received = ""
  /// Whether the other side has ended the connection.
  package private(set) var isEnded = false

  package init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let result = Self.withAddress(port: port) { connect(descriptor, $0, $1) }
    guard result == 0 else { throw Timeout(description: "no connection to port \(port)") }
    // Pieces are to travel as they are sent.
    var flag: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &flag, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  package func send(_ text: String) { send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Ends the connection in our direction; the answer can still come.
  package func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads on until `condition` holds for all that was received, or until the end of the connection.
  package func read(until condition: (String) -> Bool) throws {
    while !condition(received), !isEnded { received += String(decoding: try receive(), as: UTF8.self) }
  }

  /// What comes next, of any kind; nothing at the end of the connection.
  package func receive() throws -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, 10_000) == 1 else {
      throw Timeout(description: "nothing more within 10 s after '\(received)'")
    }
    let count = recv(descriptor, &chunk, chunk.count, 0)
    if count <= 0 { isEnded = true }
    return Array(chunk.prefix(max(0, count)))
  }

  /// The status codes of the answers received so far.
  package var statuses: [String] {
    received.ranges(of: "HTTP/1.1 ").map { String(received[$0.upperBound...].prefix(3)) }
  }

  private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
