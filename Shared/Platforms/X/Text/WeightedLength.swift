internal import Core

/// The length of a post as X counts it: twitter-text 3 with `config/v3.json`
/// (https://docs.x.com/fundamentals/counting-characters, https://github.com/twitter/twitter-text).
///
/// Of the composed text every link counts 23, every emoji 2 however many code points it has, code points of the light
/// ranges 1, all others 2. A carriage return and a line feed are two characters.
package enum WeightedLength {
  package static let limit = 280
  private static let link = 23
  private static let emoji = 2

  package static func of(_ text: String) -> Int {
    let scalars = ComposedText.scalars(of: text)
    let links = LinkFinder.links(in: scalars)
    var length = 0
    var index = 0
    var next = links.startIndex
    while index < scalars.count {
      if next < links.endIndex, links[next].lowerBound == index {
        length += link
        index = links[next].upperBound
        next += 1
      } else if let end = EmojiSequence.end(in: scalars, at: index) {
        length += emoji
        index = end
      } else {
        length += isLight(scalars[index].value) ? 1 : 2
        index += 1
      }
    }
    return length
  }

  private static func isLight(_ code: UInt32) -> Bool {
    switch code {
    case 0...4351, 8192...8205, 8208...8223, 8242...8247: true
    default: false
    }
  }

  /// Whether X refuses a text for a character in it, however short it is.
  package static func isRefused(_ text: String) -> Bool { text.unicodeScalars.contains(where: isRefused) }

  /// The byte order mark and two that are no characters.
  static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xFFFE || scalar.value == 0xFEFF || scalar.value == 0xFFFF
  }
}
