/// What follows the host of a link: port, path and query.
struct LinkRest {
  private(set) var end: Int
  private(set) var hasPath = false

  private static let longestCode = 40

  init(in text: [Unicode.Scalar], from start: Int) {
    end = start
    if end < text.count, text[end] == ":" {
      let port = text[(end + 1)...].prefix { ("0"..."9").contains($0) }
      if !port.isEmpty { end = port.endIndex }
    }
    if end < text.count, text[end] == "/" {
      hasPath = true
      end = Self.pathEnd(in: text, from: end + 1)
    }
    end = Self.queryEnd(in: text, from: end) ?? end
  }

  /// A path ends with its last letter, digit or one of `+ - = _ # /`, and pairs of parentheses right behind that.
  private static func pathEnd(in text: [Unicode.Scalar], from start: Int) -> Int {
    var end = start
    var index = start
    while index < text.count {
      if let next = parenthesesEnd(in: text, from: index) {
        index = next
      } else if isOfPath(text[index]) {
        index += 1
        if endsPath(text[index - 1]) { end = index }
      } else {
        break
      }
    }
    while end < text.count, let next = parenthesesEnd(in: text, from: end) { end = next }
    return end
  }

  /// `(…)`, or one pair within another; not empty.
  private static func parenthesesEnd(in text: [Unicode.Scalar], from start: Int) -> Int? {
    guard text[start] == "(" else { return nil }
    func run(_ from: Int) -> Int { text[from...].firstIndex { !isOfPath($0) } ?? text.count }
    func has(_ scalar: Unicode.Scalar, _ index: Int) -> Bool { index < text.count && text[index] == scalar }
    let first = run(start + 1)
    if has(")", first) { return first > start + 1 ? first + 1 : nil }
    guard has("(", first) else { return nil }
    let inner = run(first + 1)
    guard inner > first + 1, has(")", inner) else { return nil }
    let last = run(inner + 1)
    return has(")", last) ? last + 1 : nil
  }

  private static func queryEnd(in text: [Unicode.Scalar], from start: Int) -> Int? {
    guard start < text.count, text[start] == "?" else { return nil }
    let query = text[(start + 1)...].prefix(while: isOfQuery)
    return query.lastIndex(where: endsQuery).map { $0 + 1 }
  }

  /// Where a link of X's shortener ends, and whether its code has a length that it can have; nil for other links.
  static func shortLink(in text: [Unicode.Scalar], link: Range<Int>, host: Range<Int>) -> (
    end: Int, isValid: Bool
  )? {
    guard host.count == 4, LinkHost.matches("t.co/", in: text[..<link.upperBound], at: host.lowerBound) else {
      return nil
    }
    let code = text[(host.upperBound + 1)..<link.upperBound].prefix(while: isLetterOrDigit)
    guard !code.isEmpty else { return nil }
    let end = queryEnd(in: Array(text[..<link.upperBound]), from: code.endIndex) ?? code.endIndex
    return (end, code.count <= longestCode)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  private static func isOfPath(_ scalar: Unicode.Scalar) -> Bool {
    if LinkHost.isLatin(scalar) || (0x400...0x4FF).contains(scalar.value) { return true }
    return "!*';:=+,.$/%#[]-\u{2013}_~@|&".unicodeScalars.contains(scalar)
  }

  private static func endsPath(_ scalar: Unicode.Scalar) -> Bool {
    if LinkHost.isLatin(scalar) || (0x400...0x4FF).contains(scalar.value) { return true }
    return "+-=_#/".unicodeScalars.contains(scalar)
  }

  private static func isOfQuery(_ scalar: Unicode.Scalar) -> Bool {
    isLetterOrDigit(scalar) || "!?*'@();:&=+$/%#[]-_.,~|".unicodeScalars.contains(scalar)
  }

  private static func endsQuery(_ scalar: Unicode.Scalar) -> Bool {
    isLetterOrDigit(scalar) || "-_&=#/".unicodeScalars.contains(scalar)
  }
}
