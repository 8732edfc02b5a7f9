internal import Glibc
internal import Harness

/// A connection of the function to the fake API, read call by call.
final class Connection {
  let descriptor: Int32
  private(set) var isOpen = true
  private var received: [UInt8] = []
  /// The call whose body is not complete yet, and the length of that.
  private var pending: (call: Call, length: Int)?

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    // A function that reads no more must fail the test, not stop it.
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { end() }

  func readSome() {
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { return end() }
    received += chunk.prefix(count)
  }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return end() }
      sent += count
    }
  }

  /// Waits until the function has read all that was sent to it, as the kernel tells of its end of the connection.
  func awaitReading() throws {
    var port = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &port) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
    }
    let number = String(UInt16(bigEndian: port.sin_port), radix: 16, uppercase: true)
    let local = "0100007F:" + String(repeating: "0", count: 4 - number.count) + number
    _ = try wait(for: "reading of what was sent", upTo: .seconds(10), every: .microseconds(50)) {
      () -> Bool? in
      let lines = try TextFile.read("/proc/net/tcp").split(separator: "\n")
      let fields = lines.map { $0.split(separator: " ") }.first { $0.count > 4 && $0[1] == local }
      return fields?[4].hasSuffix(":00000000") == true ? true : nil
    }
  }

  func end() {
    guard isOpen else { return }
    isOpen = false
    close(descriptor)
  }

  /// Reads one more chunk of a body; nil behind the last.
  func readChunk() throws -> [UInt8]? {
    let size = try readLine()
    guard let count = Int(size, radix: 16) else {
      throw Timeout(description: "no length of a chunk: \(size)")
    }
    guard count > 0 else { return nil }
    while received.count < count + 2 { try readMore() }
    defer { received.removeFirst(count + 2) }
    return Array(received.prefix(count))
  }

  func readLine() throws -> String {
    let end = Array("\r\n".utf8)
    while true {
      if let range = received.firstRange(of: end) {
        defer { received.removeFirst(range.upperBound) }
        return String(decoding: received[..<range.lowerBound], as: UTF8.self)
      }
      try readMore()
    }
  }

  private func readMore() throws {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard isOpen, poll(&polled, 1, 10_000) == 1 else {
      throw Timeout(description: "the function sends no more")
    }
    readSome()
  }

  /// A call that has arrived whole; one in chunks as soon as its head has.
  func takeCall() throws -> Call? {
    if pending == nil { try readHead() }
    guard let (head, length) = pending, received.count >= length else { return nil }
    var call = head
    call.body = Array(received.prefix(length))
    received.removeFirst(length)
    pending = nil
    return call
  }

  private func readHead() throws {
    let blank = Array("\r\n\r\n".utf8)
    guard let end = received.firstRange(of: blank) else { return }
    let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    received.removeFirst(end.upperBound)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, let path = Self.path(words[1]) else {
      throw Timeout(description: "a call that is none of the Runtime API's: \(lines.first ?? "")")
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstRange(of: ": ") else { continue }
      headers[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
    let call = Call(
      method: String(words[0]), path: path, headers: headers, body: [], connection: self)
    pending = (call, headers["content-length"].flatMap { Int($0) } ?? 0)
  }

  /// Without version and `/runtime`, or as it is for the API of extensions.
  private static func path(_ target: Substring) -> String? {
    if target.hasPrefix("/2020-01-01/extension") { return String(target) }
    return target.hasPrefix("/2018-06-01/runtime")
      ? String(target.dropFirst("/2018-06-01/runtime".count)) : nil
  }
}
