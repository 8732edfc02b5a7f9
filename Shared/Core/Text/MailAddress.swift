/// Addresses of mail, as people are told apart by them.
package enum MailAddress {
  /// The letters A to Z in lower case, and everything else byte for byte. Other letters have no rule that all carriers
  /// share, and Unicode's own makes one address of two: U+212A becomes `k`.
  package static func folded(_ text: String) -> String {
    String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Whether it has the rough form of one: whether it works, a message to it tells. By bytes: a letter may carry marks.
  package static func isPlausible(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard (3...254).contains(text.utf8.count), parts.count == 2, let domain = parts.last else { return false }
    let dot = UInt8(ascii: ".")
    return !parts[0].isEmpty && domain.contains(dot) && domain.first != dot && domain.last != dot
      && text.unicodeScalars.allSatisfy { !$0.isBlank && !$0.isInvisible }
  }
}

extension String {
  /// The text on one line of a message or a page of ours: what breaks a line, hides or turns text is a space, and beyond
  /// `length` characters there is an ellipsis. What strangers give must not look like our own words.
  package func oneLine(upTo length: Int = 100) -> String {
    let scalars = unicodeScalars.lazy.map { $0.isInvisible ? " " : $0 }
    let line = scalars.prefix(length + 1).map { $0 }
    guard line.count > length else { return String(String.UnicodeScalarView(line)) }
    return String(String.UnicodeScalarView(line.dropLast())) + "…"
  }
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool { properties.generalCategory == .spaceSeparator }

  /// Of no width, or one that ends the line. Joiners are part of emoji and of some scripts.
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    case .format: value != 0x200C && value != 0x200D
    default: false
    }
  }
}
