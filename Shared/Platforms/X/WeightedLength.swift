/// The length of a post as X counts it: twitter-text 3, `config/v3.json`.
///
/// Every link counts 23, every emoji sequence 2, code points of the light ranges 1, all others 2.
package enum WeightedLength {
  package static let limit = 280
  private static let linkLength = 23
  private static let lightRanges: [ClosedRange<UInt32>] = [0...4351, 8192...8205, 8208...8223, 8242...8247]
  /// Top-level domains that make a link of a word without a scheme. X knows them all; these are the usual ones.
  private static let linkingDomains: Set<Substring> = [
    "com", "org", "net", "edu", "gov", "io", "co", "ai", "app", "dev", "info", "biz", "me", "tv", "us", "uk",
    "de", "fr", "es", "it", "nl", "pl", "se", "no", "dk", "fi", "eu", "ch", "at", "be", "ca", "au", "jp",
    "cn",
    "in", "br", "mx", "xyz", "online", "shop", "store", "blog", "news", "agency", "studio", "design",
  ]

  package static func of(_ text: String) -> Int {
    var total = 0
    for word in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
      total += isLink(word) ? linkLength : word.reduce(0) { $0 + weight(of: $1) }
    }
    return total + text.count(where: \.isWhitespace)
  }

  private static func isLink(_ word: Substring) -> Bool {
    let lower = Substring(word.lowercased())
    if lower.hasPrefix("https://") || lower.hasPrefix("http://") { return true }
    let host = lower.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
    let trailing: Set<Character> = [".", ",", "!", "?", ";", ")"]
    let labels = host.drop { !$0.isLetter && !$0.isNumber }.reversed().drop { trailing.contains($0) }
      .reversed()
      .split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, linkingDomains.contains(Substring(last)) else {
      return false
    }
    return labels.allSatisfy { label in
      !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
  }

  private static func weight(of character: Character) -> Int {
    if isEmoji(character) { return 2 }
    // X counts composed text (NFC): a mark on a letter adds nothing.
    let scalars = character.unicodeScalars
    let marks = scalars.dropFirst().prefix { (0x300...0x36F).contains($0.value) }.count
    return scalars.dropFirst(marks == 0 ? 0 : marks).reduce(0) { sum, scalar in
      sum + (lightRanges.contains { $0.contains(scalar.value) } ? 1 : 2)
    }
  }

  private static func isEmoji(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return false }
    if first.properties.isEmojiPresentation { return true }
    return first.properties.isEmoji && scalars.contains { $0.value == 0xFE0F || $0.value == 0x20E3 }
  }
}
