internal import Core
internal import Glibc
internal import Harness
internal import Testing

/// What is mailed and the tokens of platforms are sent to that port.
@Suite("The port of the sandbox is nobody else's while there is no sandbox", .bundle, .serialized)
struct SandboxPortTests {
  /// Whether another program could have the port: with each option that servers use, and at each address it could listen on.
  private func isFree(_ port: Int) -> Bool {
    [SO_REUSEADDR, SO_REUSEPORT].contains { option in
      ["127.0.0.1", "0.0.0.0"].contains { listens(at: $0, port, option) }
    }
  }

  private func listens(at address: String, _ port: Int, _ option: Int32) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, option, &on, socklen_t(MemoryLayout<Int32>.size))
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, address, &place.sin_addr)
    let isBound = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    return isBound && listen(descriptor, 1) == 0
  }

  private func sandboxes() throws -> [Int32] {
    try ProcessStatus.tree(from: bundle().processIdentifier).filter(isSandbox)
  }

  /// Of one that has ended nothing is left but its number.
  private func isSandbox(_ process: Int32) -> Bool {
    ProcessStatus.words("cmdline", of: process).first?.hasSuffix("/sandbox") ?? false
  }

  /// The host looks for its sandbox each second: stopped, it starts none, and all that is seen is seen without one.
  @Test("Killed, it leaves a port that waits for the next one, with what was asked meanwhile")
  func killed() throws {
    let host = try bundle().processIdentifier
    let url = try bundle().sandboxURL()
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    let old = try #require(try sandboxes().first)
    #expect(kill(host, SIGSTOP) == 0)
    #expect(kill(old, SIGKILL) == 0)
    _ = try wait(for: "end of the sandbox", upTo: .seconds(10)) { isSandbox(old) ? nil : true }
    #expect(!isFree(port))
    let waiting = try RawConnection(port: port)
    waiting.send("GET /ledger?limit=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    #expect(kill(host, SIGCONT) == 0)
    try waiting.read { _ in false }
    #expect(waiting.statuses == ["200"])
    #expect(try bundle().sandboxURL() == url)
    #expect(try sandboxes().first != old && Client(url).get("/ledger").status == 200)
    #expect(!isFree(port))
  }
}
