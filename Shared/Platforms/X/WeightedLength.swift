internal import Core

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
    "cn", "in", "br", "mx", "xyz", "online", "shop", "store", "blog", "news", "agency", "studio", "design",
  ]

  /// What ends a sentence and not an address.
  private static let closing: Set<Character> = [".", ",", ":", ";", "!", "?", ")", "]", "\"", "'"]

  package static func of(_ text: String) -> Int {
    let words = text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
    return words.reduce(text.count(where: \.isWhitespace)) { $0 + weight(ofWord: $1) }
  }

  private static func weight(ofWord word: Substring) -> Int {
    guard let link = link(in: word) else { return weight(of: word) }
    return weight(of: word[..<link.lowerBound]) + linkLength + weight(of: word[link.upperBound...])
  }

  private static func weight(of text: Substring) -> Int { text.reduce(0) { $0 + weight(of: $1) } }

  /// Where the link of a word stands, within the punctuation around it.
  private static func link(in word: Substring) -> Range<String.Index>? {
    var rest = word
    while let last = rest.last, closing.contains(last) { rest.removeLast() }
    if let separator = rest.firstRange(of: "://"), separator.upperBound < rest.endIndex {
      let before = rest[..<separator.lowerBound].lowercased()
      for scheme in ["https", "http"] where before.hasSuffix(scheme) {
        return rest.index(separator.lowerBound, offsetBy: -scheme.count)..<rest.endIndex
      }
    }
    rest = rest.drop { !$0.isLetter && !$0.isNumber }
    return isDomain(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" })
      ? rest.startIndex..<rest.endIndex : nil
  }

  private static func isDomain(_ host: Substring) -> Bool {
    let labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, linkingDomains.contains(last) else { return false }
    return labels.allSatisfy { label in
      !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
  }

  private static func weight(of character: Character) -> Int {
    if isEmoji(character) { return 2 }
    // X counts composed text (NFC): a mark on a letter adds nothing.
    let scalars = character.unicodeScalars
    let composed = scalars.enumerated().filter {
      $0.offset == 0 || !(0x300...0x36F).contains($0.element.value)
    }
    return composed.reduce(0) { sum, scalar in
      sum + (lightRanges.contains { $0.contains(scalar.element.value) } ? 1 : 2)
    }
  }

  private static func isEmoji(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return false }
    if first.properties.isEmojiPresentation { return true }
    return first.properties.isEmoji && scalars.contains { $0.value == 0xFE0F || $0.value == 0x20E3 }
  }
}
