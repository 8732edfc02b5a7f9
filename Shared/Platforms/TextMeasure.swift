internal import Core

/// How long a text is as its platform counts it, and how long it may be.
package struct TextMeasure: Sendable, Equatable {
  /// What a platform counts.
  package enum Unit: String, Sendable, CaseIterable {
    /// X's: a link counts 23, an emoji 2 (`WeightedLength`).
    case weighted = "weighted_characters"
    /// UTF-16 code units: most characters are one, an emoji is two or more.
    case utf16 = "utf16_units"
    /// Unicode scalars.
    case characters
    /// Of UTF-8.
    case bytes

    func length(of text: String) -> Int {
      switch self {
      case .weighted: WeightedLength.of(text)
      case .utf16: text.utf16.count
      case .characters: text.unicodeScalars.count
      case .bytes: text.utf8.count
      }
    }

    fileprivate var name: String {
      switch self {
      case .weighted: "weighted characters"
      case .utf16, .characters: "characters"
      case .bytes: "bytes"
      }
    }
  }

  /// Below the content: `/text`, `/thread/2`, `/title`, `/first_comment`.
  package let pointer: String
  package let unit: Unit
  package let length: Int
  package let limit: Int

  init(_ text: String, at pointer: String, limit: Int, in unit: Unit) {
    self.pointer = pointer
    self.unit = unit
    self.limit = limit
    length = unit.length(of: text)
  }

  /// What may still be written; negative when it is too long.
  package var remaining: Int { limit - length }

  /// A complaint, with a pointer below `pointer`, when it is too long.
  func violations(of platform: String, at base: String) -> [FieldError] {
    guard length > limit else { return [] }
    let detail = "\(platform) takes \(limit) \(unit.name) here; there are \(length)."
    return [FieldError(base + pointer, "too_long", detail)]
  }
}

extension [TextMeasure] {
  func violations(of platform: String, at base: String) -> [FieldError] {
    flatMap { $0.violations(of: platform, at: base) }
  }
}
