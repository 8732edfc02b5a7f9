package import Core

/// The id of something on a platform, in a form that this platform's ids have.
package struct RemoteID: Sendable, Hashable {
  package let text: String

  /// Nil when it has none of the forms.
  package init?(_ text: String, as forms: [Form]) {
    guard forms.contains(where: { $0.matches(text) }) else { return nil }
    self.text = text
  }

  package enum Form: Sendable {
    /// Digits, this many.
    case digits(ClosedRange<Int>)
    /// Groups of digits with `_` between, this many groups.
    case groups(ClosedRange<Int>)
    /// Letters, digits and these, this many in all.
    case word(ClosedRange<Int>, also: String = "_-")
    /// `urn:li:<type>:<word>`.
    case urn(Set<String>)
    /// `urn:li:comment:(<urn of a post>,<digits>)`.
    case commentURN
    /// `v_pub_file~v2-1.123`: what TikTok calls a post that it works on.
    case publishID

    func matches(_ text: String) -> Bool {
      switch self {
      case .digits(let count): return count.contains(text.utf8.count) && text.utf8.allSatisfy(Self.isDigit)
      case .groups(let count):
        let groups = text.split(separator: "_", omittingEmptySubsequences: false)
        return count.contains(groups.count) && groups.allSatisfy { Form.digits(1...25).matches(String($0)) }
      case .word(let count, let also):
        // Dots alone are a step to another folder.
        return count.contains(text.utf8.count) && text.utf8.allSatisfy(Self.isLetter(or: also))
          && text.utf8.contains { $0 != UInt8(ascii: ".") }
      case .urn(let types):
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 4 && parts[0] == "urn" && parts[1] == "li" && types.contains(parts[2])
          && Form.word(1...100).matches(parts[3])
      case .commentURN:
        guard text.hasPrefix("urn:li:comment:("), text.hasSuffix(")") else { return false }
        let parts = text.dropFirst(16).dropLast().split(separator: ",", omittingEmptySubsequences: false)
        return parts.count == 2 && Form.urn(LinkedInLimits.postTypes).matches(String(parts[0]))
          && Form.digits(1...25).matches(String(parts[1]))
      case .publishID:
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count <= 64
          && parts.allSatisfy { Form.word(1...64, also: "_-.").matches(String($0)) }
      }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(or also: String) -> (UInt8) -> Bool {
      { byte in
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || also.utf8.contains(byte)
      }
    }
  }
}

/// The forms of a platform's ids.
package struct RemoteIDForms: Sendable {
  /// Of what is published first: what a delivery is known by.
  let post: [RemoteID.Form]
  /// Of the steps behind it: parts of a thread, comments.
  let part: [RemoteID.Form]
  /// Of whom accounts stand for.
  let account: [RemoteID.Form]

  init(post: [RemoteID.Form], part: [RemoteID.Form], account: [RemoteID.Form]) {
    self.post = post
    self.part = part
    self.account = account
  }

  /// For connectors of tests: whatever is no path.
  static let any = RemoteIDForms(
    post: [.word(1...200, also: "_-.~: ")], part: [.word(1...200, also: "_-.~: ")],
    account: [.word(1...200, also: "_-.~: ")])
}

/// What a platform says of an id that a person named.
package enum Sighting: Sendable, Equatable {
  /// It is the account's. When it was made, where the platform tells that, and where people see it.
  case found(madeAt: Instant?, permalink: String?)
  /// There is no such thing, or it is another's.
  case none
  /// The platform does not tell, or not us.
  case untold
}
