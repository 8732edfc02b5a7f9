/// A commentary as LinkedIn reads it ("little text"): a backslash takes the meaning from a reserved character,
/// `{hashtag|\#|word}` is a hashtag, `@[Name](urn:…)` a mention. At any other reserved character the text ends:
/// what follows is lost, as has been seen on LinkedIn.
///
/// Read by code points: a mark or a joiner behind a reserved character leaves it reserved.
struct LinkedInText {
  /// What people see.
  private(set) var shown = ""

  private typealias Scalars = Substring.UnicodeScalarView
  private static let reserved = Set("|{}@[]()<>#\\*_~".unicodeScalars)

  init(_ source: String) {
    var rest = Substring(source).unicodeScalars
    while let scalar = rest.first {
      if scalar == "\\" {
        guard let escaped = rest.dropFirst().first else { return }
        shown.unicodeScalars.append(escaped)
        rest = rest.dropFirst(2)
      } else if scalar == "{", let (word, behind) = Self.hashtag(rest) {
        shown.unicodeScalars.append("#")
        shown.unicodeScalars.append(contentsOf: word)
        rest = behind
      } else if scalar == "@", let (name, behind) = Self.mention(rest) {
        shown.unicodeScalars.append(contentsOf: name)
        rest = behind
      } else if scalar == "#", rest.dropFirst().first?.properties.isAlphabetic == true {
        shown.unicodeScalars.append(scalar)
        rest = rest.dropFirst()
      } else if Self.reserved.contains(scalar) {
        return
      } else {
        shown.unicodeScalars.append(scalar)
        rest = rest.dropFirst()
      }
    }
  }

  /// The word, and what follows.
  private static func hashtag(_ rest: Scalars) -> (Scalars, Scalars)? {
    let opening = "{hashtag|\\#|".unicodeScalars
    guard rest.starts(with: opening) else { return nil }
    let word = rest.dropFirst(opening.count).prefix { $0 != "}" }
    let behind = rest[word.endIndex...]
    return behind.isEmpty ? nil : (word, behind.dropFirst())
  }

  /// The name, and what follows.
  private static func mention(_ rest: Scalars) -> (Scalars, Scalars)? {
    guard rest.starts(with: "@[".unicodeScalars) else { return nil }
    let name = rest.dropFirst(2).prefix { $0 != "]" }
    let middle = rest[name.endIndex...]
    guard middle.starts(with: "](urn:li:".unicodeScalars) else { return nil }
    let behind = middle.drop { $0 != ")" }
    return behind.isEmpty ? nil : (name, behind.dropFirst())
  }
}
