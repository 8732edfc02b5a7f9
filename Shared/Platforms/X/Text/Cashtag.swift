/// `$NAME`, of which X makes links: by the expression `validCashtag` of twitter-text 3.
enum Cashtag {
  private static let longest = 6

  static func count(in text: String) -> Int {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.count { scalars[$0] == "$" && isCashtag(scalars, at: $0) }
  }

  /// Behind white space; up to six letters, then white space or punctuation. What may follow a dot or an underscore
  /// changes nothing in their number.
  private static func isCashtag(_ text: [Unicode.Scalar], at index: Int) -> Bool {
    guard index == 0 || isSpace(text[index - 1]) else { return false }
    let name = text[(index + 1)...].prefix { $0.isASCII && $0.properties.isAlphabetic }
    guard (1...longest).contains(name.count) else { return false }
    guard name.endIndex < text.count else { return true }
    let next = text[name.endIndex]
    return isSpace(next) || "!'#%&()*+,\\-./:;<=>?@[]^_{|}~$".unicodeScalars.contains(next)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value == 0x180E
  }
}
