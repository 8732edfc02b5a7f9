internal import Glibc
internal import Harness

/// The place where one function expects the Runtime API. Connections stay open until `end`: a function whose
/// connection is cut off asks again, and the next one would be measured by that.
final class LoopbackListener {
  private let listener: Int32
  private var connections: [Int32] = []
  let port: Int

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && Glibc.listen(listener, 16) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard isListening else { throw Timeout(description: "no port to listen on") }
  }

  func end() { for descriptor in connections + [listener] { close(descriptor) } }

  /// Returns when the program at `path` asks for its first event; it gets none. An extension that it registers before
  /// is accepted.
  func awaitNextCall(of path: String) throws {
    while connections.count < 4 {
      var polled = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 10_000) == 1 else { break }
      let connection = accept(listener, nil, nil)
      connections.append(connection)
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = recv(connection, &bytes, bytes.count, 0)
      let call = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      if call.contains("/invocation/next") { return }
      guard call.contains("/extension/register") else { break }
      let answer = Array(
        "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: 1\r\nContent-Length: 2\r\n\r\n{}".utf8)
      send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
    throw Timeout(description: "\(path) did not ask for an event")
  }
}
