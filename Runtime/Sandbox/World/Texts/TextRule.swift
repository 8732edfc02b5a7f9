internal import Core

/// What a platform takes of one of its texts. Written apart from the connectors, and counted another way: by the bytes of
/// UTF-8.
struct TextRule {
  /// What is counted.
  enum Unit {
    /// Code points: all bytes but those that continue one.
    case characters
    /// Code points, and those beyond 16 bits, which have four bytes, twice.
    case utf16
    case bytes
    /// X's.
    case weighted

    func count(_ text: String) -> Int {
      switch self {
      case .characters: text.utf8.count { $0 & 0xC0 != 0x80 }
      case .utf16: text.utf8.count { $0 & 0xC0 != 0x80 } + text.utf8.count { $0 & 0xF8 == 0xF0 }
      case .bytes: text.utf8.count
      case .weighted: WeightedLength.of(text)
      }
    }
  }

  /// Why a text is refused.
  enum Objection: String { case blank, long, character, tags }

  let unit: Unit
  let limit: Int
  /// Whether it must show something when nothing stands beside it.
  var isNeeded = false
  /// What people see of it.
  var shown: @Sendable (String) -> String = { $0 }
  /// What else the platform may say.
  var further: @Sendable (String) -> Objection? = { _ in nil }

  /// Nil when the text is taken. One that is not alone, but beside media, may be blank.
  func objection(to text: String, isAlone: Bool = true) -> Objection? {
    let shown = shown(text)
    if isNeeded, isAlone, !Visibility.isVisible(shown) { return .blank }
    if unit.count(shown) > limit { return .long }
    return further(text)
  }

  func judgement(of text: String) -> JSON {
    ["length": JSON(unit.count(shown(text))), "objection": JSON(objection(to: text)?.rawValue)]
  }
}
