/// Where X makes links of a text, by the expression `extractUrl` of twitter-text 3 without an engine for expressions.
///
/// A link begins behind any character but a letter or digit of ASCII, `@`, `#` and `$`. Its host is names with dots
/// between them, of any script, and ends with a top-level domain: behind that a letter of another script is text
/// again. Without a scheme only those parts of the host are links that are of ASCII and accented Latin letters.
struct LinkFinder {
  private static let longest = 4096
  private static let scheme = 8

  private let text: [Unicode.Scalar]
  private var links: [Range<Int>] = []
  /// No host begins here: it was looked through already, from its beginning.
  private var dead = 0..<0

  static func links(in text: [Unicode.Scalar]) -> [Range<Int>] {
    guard text.contains(".") else { return [] }
    var finder = LinkFinder(text: text)
    finder.find()
    return finder.links
  }

  private init(text: [Unicode.Scalar]) { self.text = text }

  private mutating func find() {
    var index = 0
    while index < text.count {
      if Self.mayPrecede(text[index]), let end = matchEnd(from: index + 1, behind: text[index]) {
        index = end
      } else if index == 0, let end = matchEnd(from: 0, behind: nil) {
        index = end
      } else {
        index += 1
      }
    }
  }

  /// Takes the link that begins here, if one does, or what looks like one and is none. Gives where it ends.
  private mutating func matchEnd(from start: Int, behind before: Unicode.Scalar?) -> Int? {
    if let host = schemeEnd(at: start), let hostEnd = hostEnd(from: host) {
      let rest = LinkRest(in: text, from: hostEnd)
      if isValid(start..<rest.end, host: host..<hostEnd, scheme: host - start) {
        takeWithScheme(start..<rest.end, host: host..<hostEnd)
      }
      return rest.end
    }
    guard let hostEnd = hostEnd(from: start) else { return nil }
    let rest = LinkRest(in: text, from: hostEnd)
    if isValid(start..<rest.end, host: start..<hostEnd, scheme: Self.scheme),
      before.map({ !"-_./".unicodeScalars.contains($0) }) ?? true
    {
      takeParts(of: start..<hostEnd, rest)
    }
    return rest.end
  }

  /// X's own short links end with their code.
  private mutating func takeWithScheme(_ link: Range<Int>, host: Range<Int>) {
    guard let short = LinkRest.shortLink(in: text, link: link, host: host) else { return links.append(link) }
    if short.isValid { links.append(link.lowerBound..<short.end) }
  }

  private mutating func takeParts(of host: Range<Int>, _ rest: LinkRest) {
    var parts: [Range<Int>] = []
    var index = host.lowerBound
    while index < host.upperBound {
      if let end = LinkHost.latinEnd(in: text[..<host.upperBound], from: index) {
        parts.append(index..<end)
        index = end
      } else {
        index += 1
      }
    }
    guard let last = parts.last else { return }
    links += parts.dropLast()
    // twitter-text counts as far as the link is long without the part of the host behind its last link.
    let tail = rest.hasPath ? rest.end - host.upperBound : 0
    links.append(last.lowerBound..<last.upperBound + tail)
  }

  private func schemeEnd(at start: Int) -> Int? {
    guard matches("http", at: start) else { return nil }
    let end = start + (matches("s", at: start + 4) ? 5 : 4)
    return matches("://", at: end) ? end + 3 : nil
  }

  /// In ASCII, in any case.
  private func matches(_ word: StaticString, at start: Int) -> Bool {
    LinkHost.matches(word, in: text[...], at: start)
  }

  /// Looks no stretch of text through twice, so that long ones cost no more than their length.
  private mutating func hostEnd(from start: Int) -> Int? {
    guard !dead.contains(start) else { return nil }
    let found = LinkHost.end(in: text, from: start)
    if found.end == nil, found.deadEnd > start { dead = start..<found.deadEnd }
    return found.end
  }

  /// A host that can be looked up, in a link that is not too long; `scheme` is the length of that.
  private func isValid(_ link: Range<Int>, host: Range<Int>, scheme: Int) -> Bool {
    guard let length = LinkHost.encodedLength(of: text[host]) else { return false }
    return scheme + link.count + length - host.count <= Self.longest
  }

  private static func mayPrecede(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "@", "＠", "$", "#", "＃": false
    default: !WeightedLength.isRefused(scalar)
    }
  }
}
