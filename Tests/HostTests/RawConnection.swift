internal import Glibc
internal import Harness

/// A TCP connection to a port of 127.0.0.1, for what no HTTP client would send.
final class RawConnection {
  private let descriptor: Int32
  private(set) var received = ""
  /// Whether the other side has ended the connection.
  private(set) var isEnded = false

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let result = Self.withAddress(port: port) { connect(descriptor, $0, $1) }
    guard result == 0 else { throw Timeout(description: "no connection to port \(port)") }
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Reads on until `condition` holds for all that was received, or until the end of the connection.
  func read(until condition: (String) -> Bool) throws {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while !condition(received), !isEnded {
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard Glibc.poll(&poll, 1, 10_000) == 1 else {
        throw Timeout(description: "nothing more within 10 s after '\(received)'")
      }
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        received += String(decoding: chunk.prefix(count), as: UTF8.self)
      } else {
        isEnded = true
      }
    }
  }

  /// The status codes of the answers received so far.
  var statuses: [String] {
    received.ranges(of: "HTTP/1.1 ").map { String(received[$0.upperBound...].prefix(3)) }
  }

  /// A port that nothing listens on at the moment.
  static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard withAddress(port: 0, { bind(descriptor, $0, $1) }) == 0 else {
      throw Timeout(description: "no free port")
    }
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    guard result == 0 else { throw Timeout(description: "no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
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
