internal import Harness

/// A WebSocket client that sends whatever it is told to, right or wrong.
final class WebSocketTestClient {
  struct Frame: Equatable {
    let opcode: UInt8
    let payload: [UInt8]

    var text: String { String(decoding: payload, as: UTF8.self) }

    /// The status code of a close frame; nil for another or without one.
    var closeCode: Int? {
      opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
    }
  }

  static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  private let connection: RawConnection
  private var buffer: [UInt8] = []
  /// The head of the answer.
  let head: String

  /// Asks for an upgrade, in the usual headers or in `headers` alone.
  init(
    port: Int, _ target: String = "/test", headers: [String] = WebSocketTestClient.headers,
    more: [String] = []
  ) throws {
    connection = try RawConnection(port: port)
    let lines = ["GET \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + headers + more + ["", ""]
    connection.send(lines.joined(separator: "\r\n"))
    var received: [UInt8] = []
    let end: [UInt8] = [13, 10, 13, 10]
    while !received.contains(end) {
      let part = try connection.receive()
      guard !part.isEmpty else { break }
      received += part
    }
    let headEnd = received.firstRange(of: end)?.upperBound ?? received.endIndex
    head = String(decoding: received[..<headEnd], as: UTF8.self)
    buffer = Array(received[headEnd...])
  }

  static let headers = [
    "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)",
  ]

  var status: Int? { Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) }

  /// The value of a header of the answer; `name` in lower case.
  func header(_ name: String) -> String? {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }
    return line.map { String($0.dropFirst(name.utf8.count + 1).drop { $0 == " " }) }
  }

  func send(
    _ opcode: UInt8, _ payload: [UInt8] = [], isLast: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
  ) {
    connection.send(Self.frame(opcode, payload, isLast: isLast, isMasked: isMasked, reserved: reserved))
  }

  private static func frame(
    _ opcode: UInt8, _ payload: [UInt8], isLast: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
  ) -> [UInt8] {
    var frame: [UInt8] = [(isLast ? 0x80 : 0) | reserved | opcode]
    let mask: UInt8 = isMasked ? 0x80 : 0
    switch payload.count {
    case ..<126: frame.append(mask | UInt8(payload.count))
    case ..<65_536: frame += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: frame += [mask | 127] + (0..<8).map { UInt8(payload.count >> (56 - 8 * $0) & 0xFF) }
    }
    let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    return frame + (isMasked ? key + payload.indices.map { payload[$0] ^ key[$0 % 4] } : payload)
  }

  func send(_ text: String) { send(1, Array(text.utf8)) }

  func sendByteByByte(_ text: String) {
    for byte in Self.frame(1, Array(text.utf8)) { connection.send([byte]) }
  }

  func close(_ code: Int) { send(8, [UInt8(code >> 8), UInt8(code & 0xFF)]) }

  /// The next frame from the host; nil at the end of the connection.
  func next() throws -> Frame? {
    while true {
      if let frame = takeFrame() { return frame }
      let part = try connection.receive()
      guard !part.isEmpty else { return nil }
      buffer += part
    }
  }

  private func takeFrame() -> Frame? {
    guard buffer.count >= 2 else { return nil }
    var (start, length) = (2, Int(buffer[1] & 0x7F))
    let wide = length == 126 ? 2 : length == 127 ? 8 : 0
    guard buffer.count >= start + wide else { return nil }
    if wide > 0 { length = buffer[start..<start + wide].reduce(0) { $0 << 8 | Int($1) } }
    start += wide
    guard buffer.count >= start + length else { return nil }
    let frame = Frame(opcode: buffer[0] & 0x0F, payload: Array(buffer[start..<start + length]))
    buffer.removeFirst(start + length)
    return frame
  }

  /// The connection ends without a close frame, as when a network fails.
  func vanish() { connection.endOutput() }
}

extension Array where Element == UInt8 {
  fileprivate func contains(_ part: [UInt8]) -> Bool { firstRange(of: part) != nil }
}
