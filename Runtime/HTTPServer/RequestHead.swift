/// The head of a request, read strictly: what two servers could read in two ways is refused, since behind a proxy
/// such a request smuggles in another (RFC 9112 §11.2).
struct RequestHead {
  enum Framing {
    /// Bytes of the body; 0 for none.
    case length(Int)
    case chunked
  }

  /// Whose page a browser made the request for, as browsers tell by `Origin` and `Sec-Fetch-Site`.
  enum Page {
    /// For none: a program's request, or one that the user of a browser made.
    case none
    /// For a page that this machine serves, or for a link on any: to follow one is a user's act.
    case ofThisMachine
    case foreign
  }

  let method: String
  let path: String
  let query: String
  private(set) var fields: HeaderFields
  private(set) var framing = Framing.length(0)
  private(set) var keepsAlive: Bool
  let isHTTP10: Bool
  private(set) var expectsContinue = false
  private(set) var page = Page.none
  private let bytes: [UInt8]
  private var hostRange: Range<Int>?
  private var hasLength = false
  private var hasCoding = false

  /// `bytes` are the whole head with its empty line; every line feed is known to end a line with CR LF.
  init(parsing bytes: [UInt8], maxFields: Int) throws(Refusal) {
    var lines = HeadLines(bytes)
    let line = lines.next() ?? 0..<0
    guard let first = bytes[line].firstIndex(of: ASCII.space),
      let last = bytes[line].lastIndex(of: ASCII.space), first > line.lowerBound, last > first,
      bytes[line.lowerBound..<first].allSatisfy(ASCII.isToken)
    else { throw .badRequest }
    method = String(decoding: bytes[line.lowerBound..<first], as: UTF8.self)
    let target = bytes[(first + 1)..<last]
    isHTTP10 = try Self.isHTTP10(bytes[(last + 1)..<line.upperBound])
    keepsAlive = !isHTTP10
    let authority: ArraySlice<UInt8>?
    (authority, path, query) = try Self.split(target, isOptions: method == "OPTIONS")
    fields = HeaderFields(in: bytes)
    self.bytes = bytes
    while let line = lines.next(), !line.isEmpty { try readField(line, of: bytes, maxFields) }
    // Of an absolute target some servers read the host there, others in the field.
    guard hostRange != nil || isHTTP10, authority.map({ $0.elementsEqual(host ?? []) }) ?? true else {
      throw .badRequest
    }
    if hasLength && hasCoding { throw .badRequest }
  }

  /// The value of the `Host` field, of which there is exactly one; none in HTTP/1.0, which no browser speaks.
  var host: ArraySlice<UInt8>? { hostRange.map { bytes[$0] } }

  private static func isHTTP10(_ version: ArraySlice<UInt8>) throws(Refusal) -> Bool {
    guard version.count == 8, version.starts(with: "HTTP/".utf8) else { throw .badRequest }
    let numbers = version.suffix(3)
    if numbers.elementsEqual("1.1".utf8) { return false }
    if numbers.elementsEqual("1.0".utf8) { return true }
    let isVersion = ASCII.isDigit(numbers[numbers.startIndex]) && ASCII.isDigit(numbers[numbers.endIndex - 1])
    throw isVersion ? .versionNotSupported : .badRequest
  }

  /// Takes the origin form and the absolute form, and `*` for OPTIONS (RFC 9112 §3.2).
  private static func split(
    _ target: ArraySlice<UInt8>, isOptions: Bool
  ) throws(Refusal) -> (authority: ArraySlice<UInt8>?, path: String, query: String) {
    guard target.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 }) else { throw .badRequest }
    if isOptions, target.elementsEqual("*".utf8) { return (nil, "*", "") }
    var rest = target
    var authority: ArraySlice<UInt8>?
    if rest.first != 0x2F {
      let schemes = ["http://", "https://"]
      let text = String(decoding: target.prefix(8), as: UTF8.self).lowercased()
      guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else { throw .badRequest }
      rest = target.dropFirst(scheme.utf8.count).drop { $0 != 0x2F && $0 != 0x3F }
      authority = target[(target.startIndex + scheme.utf8.count)..<rest.startIndex]
    }
    let end = rest.firstIndex(of: 0x3F) ?? rest.endIndex
    let path = rest[..<end].isEmpty ? "/" : String(decoding: rest[..<end], as: UTF8.self)
    return (authority, path, String(decoding: rest[end...].dropFirst(), as: UTF8.self))
  }

  private mutating func readField(_ line: Range<Int>, of bytes: [UInt8], _ limit: Int) throws(Refusal) {
    guard fields.count < limit else { throw .headersTooLarge }
    let (name, value) = try Self.field(line, of: bytes)
    fields.append(name: name, value: value)
    switch name.count {
    case 4 where Self.isSame(bytes[name], "host"):
      guard hostRange == nil else { throw .badRequest }
      hostRange = value
    case 6 where Self.isSame(bytes[name], "expect"):
      guard Self.isSame(bytes[value], "100-continue") else { throw .expectationFailed }
      expectsContinue = true
    case 6 where Self.isSame(bytes[name], "origin"): readOrigin(bytes[value])
    case 10 where Self.isSame(bytes[name], "connection"): readConnection(bytes[value])
    case 14 where Self.isSame(bytes[name], "content-length"): try readLength(bytes[value])
    case 14 where Self.isSame(bytes[name], "sec-fetch-site"): readFetchSite(bytes[value])
    case 17 where Self.isSame(bytes[name], "transfer-encoding"): try readCoding(bytes[value])
    default: break
    }
  }

  /// Where name and value of a field are. A line that continues another, space before the colon and control
  /// characters are refused.
  static func field(
    _ line: Range<Int>, of bytes: [UInt8]
  ) throws(Refusal) -> (name: Range<Int>, value: Range<Int>) {
    guard let colon = bytes[line].firstIndex(of: ASCII.colon), colon > line.lowerBound,
      bytes[line.lowerBound..<colon].allSatisfy(ASCII.isToken)
    else { throw .badRequest }
    var (start, end) = (colon + 1, line.upperBound)
    while start < end, bytes[start] == ASCII.space || bytes[start] == ASCII.tab { start += 1 }
    while start < end, bytes[end - 1] == ASCII.space || bytes[end - 1] == ASCII.tab { end -= 1 }
    guard bytes[start..<end].allSatisfy(ASCII.isFieldValue) else { throw .badRequest }
    return (line.lowerBound..<colon, start..<end)
  }

  private mutating func readConnection(_ value: ArraySlice<UInt8>) {
    for option in value.split(separator: 0x2C) {
      let option = option.filter { $0 != ASCII.space && $0 != ASCII.tab }[...]
      if Self.isSame(option, "close") { keepsAlive = false }
      if isHTTP10, Self.isSame(option, "keep-alive") { keepsAlive = true }
    }
  }

  /// `scheme://authority`, or `null` for a page that has no origin of its own. One foreign word is enough.
  private mutating func readOrigin(_ value: ArraySlice<UInt8>) {
    let schemes = ["http://", "https://"].first { value.starts(with: $0.utf8) }
    let authority = schemes.flatMap { Authority(value.dropFirst($0.utf8.count)) }
    if page != .foreign { page = authority?.kind == .loopback ? .ofThisMachine : .foreign }
  }

  /// By itself it does not tell a link from an image: neither has an `Origin`, and neither changes anything.
  private mutating func readFetchSite(_ value: ArraySlice<UInt8>) {
    guard page == .none, !Self.isSame(value, "none"), !Self.isSame(value, "same-origin") else { return }
    page = .ofThisMachine
  }

  /// Twice is refused even when both say the same.
  private mutating func readLength(_ value: ArraySlice<UInt8>) throws(Refusal) {
    guard !hasLength, (1...18).contains(value.count), value.allSatisfy(ASCII.isDigit) else {
      throw .badRequest
    }
    hasLength = true
    framing = .length(value.reduce(0) { $0 * 10 + Int($1 - 0x30) })
  }

  private mutating func readCoding(_ value: ArraySlice<UInt8>) throws(Refusal) {
    guard !hasCoding, !isHTTP10 else { throw .badRequest }
    guard Self.isSame(value, "chunked") else { throw .notImplemented }
    hasCoding = true
    framing = .chunked
  }

  private static func isSame(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
    guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
    var next = lowercase.utf8Start
    for byte in bytes {
      if ASCII.lowercase(byte) != next.pointee { return false }
      next += 1
    }
    return true
  }
}

/// The lines of a head, without their ends.
struct HeadLines {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    guard let end = bytes[index...].firstIndex(of: ASCII.lineFeed) else { return nil }
    defer { index = end + 1 }
    return index..<max(index, end - 1)
  }
}
