/// LinkedIn's form of text, in which reserved characters are escaped, hashtags are templates and mentions name
/// whom they mean
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format).
package enum LittleText {
  private static let reserved = Set("|{}@[]()<>#\\*_~".unicodeScalars)

  /// `text` as people write it. Mentions in LinkedIn's own form, `@[Name](urn:li:organization:1)`, stay mentions.
  package static func encode(_ text: String) -> String {
    var result = ""
    var rest = text.unicodeScalars[...]
    var isInWord = false
    while let scalar = rest.first {
      if scalar == "#", !isInWord, let tag = hashtag(rest) {
        result += "{hashtag|\\#|\(tag)}"
        rest = rest[tag.endIndex...]
        isInWord = true
      } else if scalar == "@", let mention = mention(rest) {
        result += mention
        rest = rest[mention.endIndex...]
        isInWord = true
      } else {
        if reserved.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst()
        isInWord = isOfWord(scalar)
      }
    }
    return result
  }

  /// The text that people see.
  static func decode(_ text: String) -> String {
    let opening = "{hashtag|\\#|".unicodeScalars
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if rest.starts(with: opening), let end = rest.firstIndex(of: "}") {
        result.append("#")
        result.append(contentsOf: rest[..<end].dropFirst(opening.count))
        rest = rest[end...].dropFirst()
        continue
      }
      if scalar == "\\", let escaped = rest.dropFirst().first {
        result.append(escaped)
        rest = rest.dropFirst(2)
      } else {
        result.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return String(result)
  }

  /// The text that people see of `text` as they write it: of a mention the name.
  static func shown(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "@", let mention = mention(rest) {
        result.append(contentsOf: mention.unicodeScalars.dropFirst(2).prefix { $0 != "]" })
        rest = rest[mention.endIndex...]
      } else {
        result.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return String(result)
  }

  /// The word behind the `#` that `rest` begins with; nil when it is none that LinkedIn takes for a hashtag.
  private static func hashtag(_ rest: Substring.UnicodeScalarView) -> Substring? {
    let tag = rest.dropFirst().prefix(while: isOfWord)
    let next = rest[tag.endIndex...].first
    guard tag.contains(where: \.properties.isAlphabetic), next != "_" else { return nil }
    return Substring(tag)
  }

  /// The mention that `rest` begins with.
  private static func mention(_ rest: Substring.UnicodeScalarView) -> Substring? {
    guard rest.starts(with: "@[".unicodeScalars) else { return nil }
    let name = rest.dropFirst(2).prefix { !reserved.contains($0) }
    var behind = rest[name.endIndex...]
    guard !name.isEmpty, behind.starts(with: "](urn:li:".unicodeScalars) else { return nil }
    behind = behind.dropFirst(2)
    let urn = behind.prefix {
      $0.isASCII && ($0.properties.isAlphabetic || isDigit($0) || "-:".contains(Character($0)))
    }
    guard behind[urn.endIndex...].first == ")" else { return nil }
    return Substring(rest[...urn.endIndex])
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isAlphabetic || isDigit(scalar) { return true }
    let category = scalar.properties.generalCategory
    return category == .nonspacingMark || category == .spacingMark
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .decimalNumber
  }
}
