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

  func end() {
    guard isOpen else { return }
    isOpen = false
    close(descriptor)
  }

  /// A call that has arrived whole.
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
    guard words.count == 3, words[1].hasPrefix("/2018-06-01/runtime") else {
      throw Timeout(description: "a call that is none of the Runtime API's: \(lines.first ?? "")")
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstRange(of: ": ") else { continue }
      headers[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
    let call = Call(
      method: String(words[0]), path: String(words[1].dropFirst("/2018-06-01/runtime".count)),
      headers: headers, body: [], connection: self)
    pending = (call, headers["content-length"].flatMap { Int($0) } ?? 0)
  }
}
