internal import Glibc

/// TCP ports of 127.0.0.1.
enum LoopbackPort {
  /// Below the ports from which the kernel takes one for each outgoing connection (32768 on, `man 7 ip`): those
  /// come and go at any moment.
  private static let quiet = 20_000..<32_768

  /// The wanted port when it is free, else some free one. Another process may still take it before it is used.
  static func choose(preferring wanted: Int?) throws -> Int {
    if let wanted, let port = bound(to: wanted) { return port }
    let candidates = (0..<100).lazy.map { _ in Int.random(in: quiet) }
    guard let port = candidates.compactMap({ bound(to: $0) }).first ?? bound(to: 0) else {
      throw CommandFailure.system("no TCP port is free on 127.0.0.1")
    }
    return port
  }

  static func isFree(_ port: Int) -> Bool { bound(to: port) != nil }

  /// Binds and lets go again; the port that it was, nil when it is taken.
  private static func bound(to port: Int) -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // As servers do: connections of a host that just ended do not make the port look taken.
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
      }
    }
    return isBound ? Int(in_port_t(bigEndian: address.sin_port)) : nil
  }
}
