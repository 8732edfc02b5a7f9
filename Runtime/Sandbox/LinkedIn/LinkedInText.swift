/// A commentary as LinkedIn reads it ("little text"): a backslash takes the meaning from a reserved character,
/// `{hashtag|\#|word}` is a hashtag, `@[Name](urn:…)` a mention. At any other reserved character the text ends:
/// what follows is lost, as has been seen on LinkedIn.
struct LinkedInText {
  /// What people see.
  private(set) var shown = ""

  private static let reserved: Set<Character> = [
    "|", "{", "}", "@", "[", "]", "(", ")", "<", ">", "#", "\\", "*", "_", "~",
  ]

  init(_ source: String) {
    var rest = source[...]
    while let character = rest.first {
      if character == "\\" {
        guard let escaped = rest.dropFirst().first else { return }
        shown.append(escaped)
        rest = rest.dropFirst(2)
      } else if character == "{", let (word, end) = Self.hashtag(rest) {
        shown += "#" + word
        rest = rest[end...]
      } else if character == "@", let (name, end) = Self.mention(rest) {
        shown += name
        rest = rest[end...]
      } else if character == "#", rest.dropFirst().first?.isLetter == true {
        shown.append(character)
        rest = rest.dropFirst()
      } else if Self.reserved.contains(character) {
        return
      } else {
        shown.append(character)
        rest = rest.dropFirst()
      }
    }
  }

  private static func hashtag(_ rest: Substring) -> (String, String.Index)? {
    guard rest.hasPrefix("{hashtag|\\#|"), let close = rest.firstIndex(of: "}") else { return nil }
    let word = rest[rest.index(rest.startIndex, offsetBy: 12)..<close]
    return (String(word), rest.index(after: close))
  }

  private static func mention(_ rest: Substring) -> (String, String.Index)? {
    guard rest.hasPrefix("@["), let bracket = rest.firstRange(of: "](urn:li:"),
      let close = rest[bracket.upperBound...].firstIndex(of: ")")
    else { return nil }
    return (
      String(rest[rest.index(rest.startIndex, offsetBy: 2)..<bracket.lowerBound]), rest.index(after: close)
    )
  }
}
