/// What libcurl's callbacks collect of one answer.
final class ReceivedResponse {
  private(set) var body: [UInt8] = []
  private var head: [UInt8] = []
  private(set) var isTooLarge = false
  /// Whether the line that ends the head has come. libcurl takes a head that is cut off for an answer without a body.
  private(set) var hasWholeHead = false
  var refusedAddress = false
  var limit = Int.max

  func reset() {
    body.removeAll(keepingCapacity: true)
    head.removeAll(keepingCapacity: true)
    isTooLarge = false
    hasWholeHead = false
    refusedAddress = false
  }

  /// False when the limit is passed, which makes libcurl give up.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= limit else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  func appendHeader(_ line: UnsafeRawBufferPointer) {
    // A new status line starts a new head: what came before was an interim answer (1xx).
    if line.starts(with: "HTTP/".utf8) {
      head.removeAll(keepingCapacity: true)
      hasWholeHead = false
    }
    if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) { hasWholeHead = true }
    head.append(contentsOf: line)
  }

  func header(_ name: String) -> String? {
    head.withUnsafeBufferPointer { head in
      var name = name
      return name.withUTF8 { wanted in Self.find(wanted, in: head) }
    }
  }

  var headers: [(name: String, value: String)] {
    head.split(separator: 0x0A).compactMap { line in
      guard let colon = line.firstIndex(of: 0x3A) else { return nil }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      return (name.lowercased(), Self.trimmed(line[(colon + 1)...]))
    }
  }

  private static func find(
    _ wanted: UnsafeBufferPointer<UInt8>, in head: UnsafeBufferPointer<UInt8>
  ) -> String? {
    var start = 0
    while start < head.count {
      let end = head[start...].firstIndex(of: 0x0A) ?? head.count
      let colon = start + wanted.count
      if colon < end, head[colon] == 0x3A, equalIgnoringCase(head[start..<colon], wanted) {
        return trimmed(head[(colon + 1)..<end])
      }
      start = end + 1
    }
    return nil
  }

  private static func equalIgnoringCase(
    _ left: Slice<UnsafeBufferPointer<UInt8>>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    zip(left, right).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func trimmed(_ value: some BidirectionalCollection<UInt8>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
    let tail = value.drop(while: isSpace)
    return String(
      decoding: tail.prefix(tail.count - tail.reversed().prefix(while: isSpace).count), as: UTF8.self)
  }
}
