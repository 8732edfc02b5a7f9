internal import Core
internal import Harness
internal import Testing

/// Public conformance data of twitter-text, as facts: `Tests/TextFacts`.
enum TextFacts {
  static func rows(_ name: String) throws -> [[JSON]] {
    let file = try TextFile.read("Tests/TextFacts/\(name).json")
    return (try JSON(parsing: Array(file.utf8)).array ?? []).map { $0.array ?? [] }
  }

  static func domains() throws -> [String] {
    try TextFile.read("Tests/TextFacts/x-domains.txt").split(separator: "\n").map(String.init)
  }

  /// Long texts are pieces, of which some are repeated.
  static func text(_ fact: JSON) -> String {
    fact.string
      ?? (fact.array ?? []).map { piece in
        piece.string ?? String(repeating: piece[0]?.string ?? "", count: Int(piece[1]?.integer ?? 0))
      }.joined()
  }

  /// How long a text without emoji is of which these parts are links, each 23; nil when it does not have them.
  static func length(of text: String, links: [String]) -> Int? {
    var rest = text[...]
    var length = 0
    for link in links {
      guard let range = rest.firstRange(of: link) else { return nil }
      length += weight(rest[..<range.lowerBound]) + 23
      rest = rest[range.upperBound...]
    }
    return length + weight(rest)
  }

  private static func weight(_ text: Substring) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0...4351, 8192...8205, 8208...8223, 8242...8247: sum + 1
      default: sum + 2
      }
    }
  }
}
