internal import Core
internal import Glibc
internal import Harness

/// From the start of a function's process to its first request for an event, as Lambda sees a cold start.
enum ColdStart {
  private static let function = "CreatePost"

  static func measure() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    let port = try listen(on: listener)
    var variables = ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(port)"]
    for name in ["DATABASE_URL", "PUBLISH_QUEUE_URL", "DELIVERY_LEASE_SECONDS", "BACKLOG_SPACING_SECONDS"] {
      variables[name] = "unused"
    }
    variables["TOKEN_PUBLIC_KEYS"] = "unused"
    let times = try (0..<25).map { _ in try one(listener, variables) }
    report("cold_start_ms", percentile(0.5, of: Array(times.dropFirst(5))), "ms")
  }

  private static func one(_ listener: Int32, _ variables: [String: String]) throws -> Double {
    let output = TemporaryDirectory.path("cold")
    defer { unlink(output) }
    let start = ContinuousClock.now
    let child = try ChildProcess(
      "\(RunningBundle.binaries)/\(function)", [], variables: variables, output: output)
    let connection = accept(listener, nil, nil)
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = recv(connection, &bytes, bytes.count, 0)
    let elapsed = ContinuousClock.now - start
    close(connection)
    try child.end(SIGKILL)
    guard count > 0, String(decoding: bytes.prefix(count), as: UTF8.self).contains("/invocation/next") else {
      throw Timeout(description: "\(function) did not ask for an event")
    }
    return Double(elapsed.microseconds) / 1000
  }

  private static func listen(on listener: Int32) throws -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && Glibc.listen(listener, 16) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard isListening else { throw Timeout(description: "no port to listen on") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
