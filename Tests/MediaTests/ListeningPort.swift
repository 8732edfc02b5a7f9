internal import Glibc
internal import Harness

/// A port of the loopback address that notices whether anybody calls.
final class ListeningPort {
  private let descriptor: Int32
  private let port: Int

  init() throws {
    port = try freePort()
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound, listen(descriptor, 16) == 0 else { throw Timeout(description: "port \(port) is taken") }
  }

  deinit { close(descriptor) }

  var url: String { "http://127.0.0.1:\(port)" }

  /// A connection waits to be accepted even when its other end is gone already.
  var wasCalled: Bool {
    let connection = accept(descriptor, nil, nil)
    if connection >= 0 { close(connection) }
    return connection >= 0
  }
}
