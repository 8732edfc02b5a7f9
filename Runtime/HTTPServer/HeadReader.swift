internal import Glibc
internal import NIOCore

/// Cuts the heads of requests out of the bytes of one connection, and refuses those that the server is not there for.
struct HeadReader {
  private let limits: HTTPLimits
  private let reach: Reach
  /// Bytes of the head that have been looked at, and where the line begins that goes on there.
  private var scanned = 0
  private var lineStart = 0
  /// The `Host` of the last request, which hardly ever changes on a connection: what was taken once is taken again.
  private var takenHost: [UInt8]?

  init(_ limits: HTTPLimits, _ reach: Reach) {
    self.limits = limits
    self.reach = reach
  }

  /// The next head; nil when it is not all there.
  mutating func next(_ input: inout ByteBuffer) throws(Refusal) -> RequestHead? {
    skipEmptyLines(&input)
    guard let length = try headLength(input) else { return nil }
    let bytes = input.readBytes(length: length) ?? []
    (scanned, lineStart) = (0, 0)
    let head = try RequestHead(parsing: bytes, maxFields: limits.headerFields)
    try check(head)
    return head
  }

  private mutating func check(_ head: RequestHead) throws(Refusal) {
    guard reach.takesPage(head.page) else { throw .forbidden }
    guard let sent = head.host else { return }
    if let takenHost, sent.elementsEqual(takenHost) { return }
    guard let host = Authority(sent) else { throw .badRequest }
    guard reach.takes(host) else { throw .forbidden }
    takenHost = Array(sent)
  }

  /// Some clients send an empty line behind a body (RFC 9112 §2.2).
  private func skipEmptyLines(_ input: inout ByteBuffer) {
    while scanned == 0, input.getInteger(at: input.readerIndex, as: UInt16.self) == 0x0D0A {
      input.moveReaderIndex(forwardBy: 2)
    }
  }

  /// The bytes of the head up to its empty line; nil when it is not all there.
  private mutating func headLength(_ input: ByteBuffer) throws(Refusal) -> Int? {
    var (scanned, lineStart) = (scanned, lineStart)
    var isBroken = false
    let length = input.withUnsafeReadableBytes { raw -> Int? in
      while scanned < raw.count, let base = raw.baseAddress,
        let found = memchr(base + scanned, Int32(ASCII.lineFeed), raw.count - scanned)
      {
        let index = base.distance(to: found)
        guard index > 0, raw[index - 1] == ASCII.carriageReturn else {
          isBroken = true
          return nil
        }
        scanned = index + 1
        if index - 1 == lineStart { return scanned }
        lineStart = scanned
      }
      scanned = raw.count
      return nil
    }
    (self.scanned, self.lineStart) = (scanned, lineStart)
    if isBroken { throw .badRequest }
    guard (length ?? scanned) <= limits.headBytes else {
      throw lineStart == 0 ? .targetTooLong : .headersTooLarge
    }
    return length
  }
}
