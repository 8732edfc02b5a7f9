@_spi(_Unicode) internal import Swift

/// How long X finds a text (twitter-text 3, `config/v3.json`), and where its links are.
///
/// Unicode's composed form comes from Swift's own normaliser, which is not public: the connector has a table of its own.
struct WeightedLength {
  static let limit = 280
  private static let linkLength = 23
  private static let longestLink = 4096
  private static let longestCode = 40
  /// Of the configuration: these weigh 100, all others 200.
  private static let light: [ClosedRange<UInt32>] = [0...4351, 8192...8205, 8208...8223, 8242...8247]

  /// As X reads it.
  let scalars: [UInt32]
  private(set) var links: [Range<Int>] = []
  private(set) var length = 0

  static func of(_ text: String) -> Int { WeightedLength(text).length }

  init(_ text: String) {
    scalars = text._nfc.map(\.value)
    findLinks()
    length = weigh() / 100
  }

  /// A part of the text as X shows it.
  func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range].compactMap(Unicode.Scalar.init)))
  }

  private func weigh() -> Int {
    let lengths = Dictionary(uniqueKeysWithValues: links.map { ($0.lowerBound, $0.count) })
    var sum = 0
    var place = 0
    while place < scalars.count {
      if let count = lengths[place] {
        sum += Self.linkLength * 100
        place += count
      } else if let count = XEmoji.length(scalars[place...]) {
        sum += 200
        place += count
      } else {
        sum += Self.light.contains { $0.contains(scalars[place]) } ? 100 : 200
        place += 1
      }
    }
    return sum
  }

  private mutating func findLinks() {
    guard scalars.contains(0x2E) else { return }
    var place = 0
    while place <= scalars.count, let match = XLinks.link.firstMatch(scalars[...], from: place) {
      take(match)
      place = match.end
    }
  }

  private mutating func take(_ match: Expression.Match) {
    guard let link = match.groups[XLinks.Group.link], let host = match.groups[XLinks.Group.host],
      let encoded = XHost.encodedLength(scalars[host])
    else { return }
    let scheme = match.groups[XLinks.Group.scheme]
    let length = (scheme?.count ?? "https://".count) + link.count + encoded - host.count
    guard length <= Self.longestLink else { return }
    guard scheme == nil else { return takeWhole(link) }
    let before = match.groups[XLinks.Group.before].flatMap { scalars[$0].first }
    guard !"-_./".unicodeScalars.contains(where: { $0.value == before }) else { return }
    takeParts(of: host, of: link, hasPath: match.groups[XLinks.Group.path] != nil)
  }

  private mutating func takeWhole(_ link: Range<Int>) {
    guard let short = XLinks.shortLink.match(scalars[..<link.upperBound], at: link.lowerBound) else {
      return links.append(link)
    }
    guard short.groups[1].map({ $0.count <= Self.longestCode }) ?? false else { return }
    links.append(link.lowerBound..<short.end)
  }

  /// Without a scheme only what is of Latin letters. With a path the last one goes to the end of the link.
  private mutating func takeParts(of host: Range<Int>, of link: Range<Int>, hasPath: Bool) {
    var parts: [Range<Int>] = []
    var place = host.lowerBound
    while place < host.upperBound {
      guard let match = XLinks.latinHost.match(scalars[..<host.upperBound], at: place) else {
        place += 1
        continue
      }
      parts.append(place..<match.end)
      place = match.end
    }
    guard let last = parts.popLast() else { return }
    links += parts
    links.append(last.lowerBound..<last.upperBound + (hasPath ? link.count - host.count : 0))
  }

  /// `$NAME`, each of which X makes a link of.
  var cashtags: Int {
    var count = 0
    var place = 0
    while place <= scalars.count, let match = XLinks.cashtag.firstMatch(scalars[...], from: place) {
      count += 1
      place = match.end
    }
    return count
  }

  /// Characters for which X refuses a text.
  var hasRefusedCharacter: Bool { scalars.contains { [0xFFFE, 0xFEFF, 0xFFFF].contains($0) } }
}
