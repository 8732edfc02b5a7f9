/// Addresses of mail, as people are told apart by them.
package enum MailAddress {
  /// The letters A to Z in lower case, and everything else byte for byte. Other letters have no rule that all carriers
  /// share, and Unicode's own makes one address of two: U+212A becomes `k`.
  package static func folded(_ text: String) -> String {
    String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Whether mail can be sent to it: RFC 5321's Mailbox with the letters of RFC 6531, at a domain of two labels or more.
  /// Whether somebody reads it, a message tells. Dots beside each other or at an end are let pass before the `@`: carriers
  /// once gave such addresses. By code points: a letter may carry marks.
  package static func isMailbox(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard text.utf8.count <= 254, let at = scalars.lastIndex(of: "@") else { return false }
    return isLocalPart(scalars[..<at]) && isDomain(scalars[scalars.index(after: at)...])
  }

  private static func isLocalPart(_ part: Substring.UnicodeScalarView) -> Bool {
    guard (1...64).contains(Substring(part).utf8.count) else { return false }
    if part.first == "\"" { return isQuoted(part.dropFirst()) }
    return part.allSatisfy { $0.isAtomText || $0 == "." }
  }

  /// What stands behind the first quotation mark: all may be in it but another one, unless a backslash is before it.
  private static func isQuoted(_ rest: Substring.UnicodeScalarView) -> Bool {
    var isEscaped = false
    for index in rest.indices {
      let scalar = rest[index]
      guard scalar == " " || !scalar.isBlank && !scalar.isInvisible else { return false }
      if isEscaped {
        isEscaped = false
      } else if scalar == "\"" {
        return rest.index(after: index) == rest.endIndex
      } else {
        isEscaped = scalar == "\\"
      }
    }
    return false
  }

  private static func isDomain(_ domain: Substring.UnicodeScalarView) -> Bool {
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    // The last one is no number: else it is an address of a machine.
    guard labels.count >= 2, Substring(domain).utf8.count <= 253, let top = labels.last else { return false }
    return labels.allSatisfy(isLabel)
      && !top.allSatisfy { $0.value < 0x80 && $0.properties.numericType != nil }
  }

  private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
    (1...63).contains(label.count) && label.first != "-" && label.last != "-"
      && label.allSatisfy { $0.isOfDomain }
  }
}

extension Unicode.Scalar {
  /// Of a part of an address that is not quoted.
  fileprivate var isAtomText: Bool {
    if value >= 0x80 { return !isBlank && !isInvisible }
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9": return true
    default: return "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(self)
    }
  }

  /// Of a label of a domain: also letters, marks and digits of other languages, which registries check (RFC 5890), and
  /// the few signs that stand between these (RFC 5892, appendix A).
  fileprivate var isOfDomain: Bool {
    if value < 0x80 {
      switch self {
      case "a"..."z", "A"..."Z", "0"..."9", "-": return true
      default: return false
      }
    }
    switch value {
    case 0xB7, 0x375, 0x5F3, 0x5F4, 0x200C, 0x200D, 0x30FB: return true
    default: break
    }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber:
      return true
    default: return false
    }
  }
}

extension String {
  /// The text on one line of a message or a page of ours: what breaks a line, hides or turns text is a space, and beyond
  /// `length` characters there is an ellipsis. What strangers give must not look like our own words.
  package func oneLine(upTo length: Int = 100) -> String {
    let scalars = unicodeScalars.map { $0.isInvisible ? " " : $0 }
    let line = String(String.UnicodeScalarView(scalars))
    return line.count > length ? line.prefix(length) + "…" : line
  }
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool { properties.generalCategory == .spaceSeparator }

  /// Of no width, or one that ends the line. Joiners are part of emoji and of some scripts.
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    case .format: value != 0x200C && value != 0x200D
    default: false
    }
  }
}
