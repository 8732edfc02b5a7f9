internal import Glibc

/// A TCP port that listens from the moment it is chosen until the last process that has it ends.
///
/// A port that is let go and taken anew belongs, in between, to whoever is quicker, and what is sent there is theirs.
/// So whoever starts a server, or starts it again, keeps the socket and hands it down: connections that come while
/// nobody serves wait in the kernel.
package final class ListeningSocket: Sendable {
  private static let waiting: Int32 = 1024

  package let descriptor: Int32
  package let port: Int

  /// nil when the port is taken, or the address is none of this machine's. 0 is a port of the system's choice.
  package init?(_ host: String, _ port: Int) {
    guard var address = Self.address(host, port) else { return nil }
    let descriptor = socket(
      Int32(address.ss_family), Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    // As servers do: connections of a server that just ended do not make the port look taken.
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    let length = Self.length(of: address.ss_family)
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
    }
    // Bound alone, another could bind the same port, by the option above, and listen first.
    guard isBound, listen(descriptor, Self.waiting) == 0, let port = Self.port(of: descriptor) else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    self.port = port
  }

  /// One that the process was started with; nil when it is none.
  package init?(inherited descriptor: Int32) {
    guard let port = Self.port(of: descriptor) else { return nil }
    self.descriptor = descriptor
    self.port = port
  }

  deinit { close(descriptor) }

  /// Whether a host is an IP address, as it has to be here: no name.
  package static func isAddress(_ host: String) -> Bool { address(host, 0) != nil }

  /// Another descriptor of the same socket, for a server, which closes its own.
  func duplicate() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

  /// The port that a socket is bound to; nil for what is no socket of IPv4 or IPv6.
  private static func port(of descriptor: Int32) -> Int? {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
    }
    guard isKnown, [AF_INET, AF_INET6].contains(Int32(address.ss_family)) else { return nil }
    // The port stands at the same place in both.
    return withUnsafeBytes(of: &address) { Int($0[2]) << 8 | Int($0[3]) }
  }

  private static func length(of family: sa_family_t) -> socklen_t {
    socklen_t(
      Int32(family) == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
  }

  private static func address(_ host: String, _ port: Int) -> sockaddr_storage? {
    guard let port = in_port_t(exactly: port) else { return nil }
    var storage = sockaddr_storage()
    var four = sockaddr_in()
    var six = sockaddr_in6()
    if inet_pton(AF_INET, host, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      withUnsafeMutableBytes(of: &storage) { target in
        withUnsafeBytes(of: &four) { target.copyMemory(from: $0) }
      }
    } else if inet_pton(AF_INET6, host, &six.sin6_addr) == 1 {
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      withUnsafeMutableBytes(of: &storage) { target in
        withUnsafeBytes(of: &six) { target.copyMemory(from: $0) }
      }
    } else {
      return nil
    }
    return storage
  }
}
