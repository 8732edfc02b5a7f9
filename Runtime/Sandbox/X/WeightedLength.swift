/// How long X finds a text (twitter-text, configuration v3): most Latin characters count one, all others
/// two, an emoji two however it is composed, a link 23.
///
/// Known difference: the text is not normalized to NFC first, so a letter with a separate accent counts
/// its parts.
enum WeightedLength {
  static let limit = 280
  private static let link = 23
  /// Top-level domains that make a link of a host without a scheme, besides all two-letter ones. The real
  /// list has some 1,500.
  private static let topLevelDomains: Set<Substring> = [
    "com", "org", "net", "info", "biz", "edu", "gov", "int", "mil", "app", "dev", "blog", "cloud", "shop",
    "store", "online", "site", "tech", "news", "agency", "studio", "xyz", "example",
  ]

  static func of(_ text: String) -> Int {
    var total = 0
    for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      total += index == 0 ? 0 : 1
      for (line, part) in word.split(
        omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == "\t" }
      ).enumerated() {
        total += (line == 0 ? 0 : 1) + weight(ofWord: part)
      }
    }
    return total
  }

  /// Where the links of a text stand, one at most in a word.
  static func links(in text: String) -> [Range<String.Index>] {
    text.split { $0 == " " || $0 == "\t" || $0.isNewline }.compactMap { findLink(in: $0) }
  }

  private static func weight(ofWord word: Substring) -> Int {
    guard let link = findLink(in: word) else { return word.reduce(0) { $0 + weight(of: $1) } }
    let before = word[..<link.lowerBound].reduce(0) { $0 + weight(of: $1) }
    let after = word[link.upperBound...].reduce(0) { $0 + weight(of: $1) }
    return before + self.link + after
  }

  /// Where the first link of a word stands, without the punctuation that ends a sentence.
  private static func findLink(in word: Substring) -> Range<Substring.Index>? {
    var end = word.endIndex
    while end > word.startIndex, ".,;:!?)\"'".contains(word[word.index(before: end)]) {
      end = word.index(before: end)
    }
    let trimmed = word[..<end]
    if let separator = trimmed.firstRange(of: "://") {
      let before = trimmed[..<separator.lowerBound].lowercased()
      for scheme in ["https", "http"] where before.hasSuffix(scheme) {
        return trimmed.index(separator.lowerBound, offsetBy: -scheme.count)..<end
      }
    }
    let start = trimmed.firstIndex { $0 != "(" && $0 != "\"" } ?? trimmed.startIndex
    return isHost(trimmed[start...].prefix { $0 != "/" && $0 != "?" }) ? start..<end : nil
  }

  private static func isHost(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, !text.contains("@"),
      labels.allSatisfy({ label in
        !label.isEmpty && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
      })
    else { return false }
    let domain = last.lowercased()
    let isCountry = domain.utf8.count == 2 && domain.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    return isCountry || topLevelDomains.contains(domain[...])
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static func weight(of character: Character) -> Int {
    if isEmoji(character) { return 2 }
    return character.unicodeScalars.reduce(0) { total, scalar in
      switch scalar.value {
      case 0...4351, 8192...8205, 8208...8223, 8242...8247: total + 1
      default: total + 2
      }
    }
  }

  /// Shown as a picture: by default, or by a variation selector, a keycap, a skin tone, a flag or a joiner.
  private static func isEmoji(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first, first.properties.isEmoji else { return false }
    return first.properties.isEmojiPresentation
      || character.unicodeScalars.dropFirst().contains { scalar in
        [0xFE0F, 0x20E3, 0x200D].contains(scalar.value) || scalar.properties.isEmojiModifier
      }
  }
}
