internal import NIOCore

/// Takes a chunked body apart (RFC 9112 §7.1), as strictly as heads are read.
struct ChunkedBody {
  private enum Phase {
    case size
    case data(left: Int)
    case dataEnd
    case trailers
  }

  private let maxBytes: Int
  private let maxLineBytes: Int
  private var phase = Phase.size
  private var lineBytes = 0
  /// Of all chunks that were begun.
  private var size = 0
  private(set) var trailers: [(name: String, value: String)] = []

  /// `maxLineBytes` is for the extensions of all chunks together, and again for all trailers.
  init(maxBytes: Int, maxLineBytes: Int) {
    self.maxBytes = maxBytes
    self.maxLineBytes = maxLineBytes
  }

  /// Takes what it can; true at the end of the body.
  mutating func read(_ input: inout ByteBuffer, into body: inout [UInt8]) throws(Refusal) -> Bool {
    while true {
      switch phase {
      case .size:
        guard let line = try line(of: &input) else { return false }
        let size = try Self.size(line)
        guard size <= maxBytes - self.size else { throw .tooLarge }
        self.size += size
        if size == 0 { lineBytes = 0 }
        phase = size == 0 ? .trailers : .data(left: size)
      case .data(let left):
        let count = min(left, input.readableBytes)
        guard count > 0 else { return false }
        input.readWithUnsafeReadableBytes { raw in
          body.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[..<count]))
          return count
        }
        phase = left == count ? .dataEnd : .data(left: left - count)
      case .dataEnd:
        guard let end = input.readInteger(as: UInt16.self) else { return false }
        guard end == 0x0D0A else { throw .badRequest }
        phase = .size
      case .trailers:
        guard let line = try line(of: &input) else { return false }
        if line.isEmpty { return true }
        let (name, value) = try RequestHead.field(0..<line.count, of: line)
        trailers.append(
          (String(decoding: line[name], as: UTF8.self), String(decoding: line[value], as: UTF8.self)))
      }
    }
  }

  /// The next line without its end; nil when it is not all there.
  private mutating func line(of input: inout ByteBuffer) throws(Refusal) -> [UInt8]? {
    guard let end = input.readableBytesView.firstIndex(of: ASCII.lineFeed) else {
      guard lineBytes + input.readableBytes <= maxLineBytes else { throw .headersTooLarge }
      return nil
    }
    var line = input.readBytes(length: end + 1 - input.readerIndex) ?? []
    line.removeLast()
    guard line.popLast() == ASCII.carriageReturn, line.allSatisfy(ASCII.isFieldValue) else {
      throw .badRequest
    }
    // Of sizes only their extensions: there may be as many sizes as the body has bytes.
    if case .trailers = phase { lineBytes += line.count + 2 } else { lineBytes += max(0, line.count - 16) }
    guard lineBytes <= maxLineBytes else { throw .headersTooLarge }
    return line
  }

  private static func size(_ line: [UInt8]) throws(Refusal) -> Int {
    let digits = line.prefix { ASCII.hexadecimal($0) != nil }
    guard (1...15).contains(digits.count) else { throw .badRequest }
    let rest = line.dropFirst(digits.count).drop { $0 == ASCII.space || $0 == ASCII.tab }
    guard rest.isEmpty && digits.count == line.count || rest.first == 0x3B else { throw .badRequest }
    return digits.reduce(0) { $0 << 4 | (ASCII.hexadecimal($1) ?? 0) }
  }
}
