/// The host of a link, as twitter-text finds and judges it.
enum LinkHost {
  private static let longestLabel = 63

  /// Where the host ends that begins at `start`. Without one `deadEnd` is up to where none can begin.
  static func end(in text: [Unicode.Scalar], from start: Int) -> (end: Int?, deadEnd: Int) {
    guard start < text.count, isOfLabel(text[start]) else { return (nil, start) }
    var labels: [(end: Int, isName: Bool)] = []
    var index = start
    while let label = labelEnd(in: text, from: index) {
      labels.append(label)
      index = label.end + 1
    }
    var isDead = true
    for label in labels.reversed() {
      guard let end = TopLevelDomains.end(in: text[...], from: label.end + 1) else { continue }
      if label.isName { return (end, start) }
      // Behind the underscore one may begin.
      isDead = false
    }
    guard labels.isEmpty else { return (nil, isDead ? index : start) }
    return (nil, text[start...].firstIndex { !isOfLabel($0) && $0 != "-" && $0 != "_" } ?? text.count)
  }

  /// A label ends with a dot; with an underscore in it, it is only part of a name.
  private static func labelEnd(in text: [Unicode.Scalar], from start: Int) -> (end: Int, isName: Bool)? {
    guard start < text.count, isOfLabel(text[start]) else { return nil }
    var isName = true
    var index = start
    while index < text.count, isOfLabel(text[index]) || text[index] == "-" || text[index] == "_" {
      if text[index] == "_" { isName = false }
      index += 1
    }
    guard index < text.count, text[index] == ".", isOfLabel(text[index - 1]) else { return nil }
    return (index, isName)
  }

  /// Where the host of Latin letters ends that begins at `start`, within `text`.
  static func latinEnd(in text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    var dots: [Int] = []
    var index = start
    while true {
      let end = text[index...].firstIndex { !($0 == "-" || isLatin($0)) } ?? text.endIndex
      guard end > index, end < text.endIndex, text[end] == "." else { break }
      dots.append(end)
      index = end + 1
    }
    for dot in dots.reversed() {
      if let end = TopLevelDomains.end(in: text, from: dot + 1) { return end }
    }
    return nil
  }

  /// How long a host is as it is looked up (RFC 3490); nil when it cannot be.
  static func encodedLength(of host: ArraySlice<Unicode.Scalar>) -> Int? {
    if matches("xn--", in: host, at: host.startIndex),
      !host.indices.contains(where: { latinEnd(in: host, from: $0) != nil })
    {
      return nil
    }
    // Four characters are dots to the names of the Internet.
    let labels = host.split(omittingEmptySubsequences: false) { ".。．｡".unicodeScalars.contains($0) }
    var length = labels.count - 1
    for label in labels {
      guard !label.isEmpty, label.count <= longestLabel else { return nil }
      let encoded = Punycode.length(of: label)
      guard encoded <= longestLabel else { return nil }
      length += encoded
    }
    return length
  }

  /// In ASCII, in any case.
  static func matches(_ word: StaticString, in text: ArraySlice<Unicode.Scalar>, at start: Int) -> Bool {
    guard start + word.utf8CodeUnitCount <= text.endIndex else { return false }
    return (0..<word.utf8CodeUnitCount).allSatisfy { place in
      let wanted = UInt32(word.utf8Start[place])
      let code = text[start + place].value
      return code == wanted || (0x41...0x5A).contains(code) && code + 0x20 == wanted
    }
  }

  /// Anything but white space, punctuation, directions and what X refuses.
  private static func isOfLabel(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x22, 0x60: true
    case 0x21...0x7E, 0x09...0x0D, 0x20, 0x85, 0xA0: false
    case 0x61C, 0x1680, 0x180E, 0x2000...0x200A, 0x200E, 0x200F, 0x2028...0x202F, 0x205F: false
    case 0x2066...0x2069, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// Letters and digits of ASCII, and what twitter-text takes for accented Latin letters.
  static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x2BB, 0x300...0x36F, 0x1E00...0x1EFF: true
    case 0x253, 0x254, 0x256, 0x257, 0x259, 0x25B, 0x263, 0x268, 0x26F, 0x272, 0x289, 0x28B: true
    default: false
    }
  }
}
