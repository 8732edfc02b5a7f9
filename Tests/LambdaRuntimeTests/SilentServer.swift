internal import Glibc
internal import Harness

/// Takes connections and requests, and never says anything.
final class SilentServer {
  private let listener: Int32
  private var connection: Int32 = -1
  let url: String

  init() throws {
    let (listener, port) = try Listener.open()
    self.listener = listener
    url = "http://127.0.0.1:\(port)/never?secret=1"
  }

  deinit {
    close(connection)
    close(listener)
  }

  /// Waits for the first bytes of a request.
  func awaitRequest() throws {
    try awaitInput(listener)
    connection = accept(listener, nil, nil)
    try awaitInput(connection)
  }

  private func awaitInput(_ descriptor: Int32) throws {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, 10_000) == 1 else { throw Timeout(description: "nothing came to \(url)") }
  }
}

/// Listening sockets of the loopback address.
enum Listener {
  static func open(version6: Bool = false) throws -> (descriptor: Int32, port: Int) {
    let family = version6 ? AF_INET6 : AF_INET
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var six = sockaddr_in6()
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_addr = in6addr_loopback
    let port = version6 ? listen(descriptor, &six)?.sin6_port : listen(descriptor, &four)?.sin_port
    guard let port else { throw Timeout(description: "no port to listen on") }
    return (descriptor, Int(UInt16(bigEndian: port)))
  }

  /// The address with the port that the kernel has chosen.
  private static func listen<Address>(_ descriptor: Int32, _ address: inout Address) -> Address? {
    var size = socklen_t(MemoryLayout<Address>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) | Glibc.listen(descriptor, 8) | getsockname(descriptor, $0, &size)
      }
    }
    return status == 0 ? address : nil
  }
}
