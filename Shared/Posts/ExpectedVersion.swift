/// Which versions of a post a request may change (`If-Match`, RFC 9110 §13.1.1).
package enum ExpectedVersion: Sendable, Equatable {
  /// `*`: whichever there is.
  case any
  /// One of these. Tags that no version has are not among them: none may be left.
  case oneOf([Int])

  /// From the value of the field; nil when that is none. A version may stand without quotes, as bodies have it, and
  /// with `W/`, as proxies that compress make it.
  package init?(ifMatch text: String) {
    let text = text.utf8.filter { $0 != 0x20 && $0 != 0x09 }
    if text == [0x2A] {
      self = .any
      return
    }
    var versions: [Int] = []
    var rest = text[...]
    var isEmpty = true
    while !rest.isEmpty {
      if rest.first == 0x2C {
        rest = rest.dropFirst()
        continue
      }
      guard let tag = Self.takeTag(&rest), rest.isEmpty || rest.first == 0x2C else { return nil }
      isEmpty = false
      if let version = Int(String(decoding: tag, as: UTF8.self)) { versions.append(version) }
    }
    guard !isEmpty else { return nil }
    self = .oneOf(versions)
  }

  package func includes(_ version: Int) -> Bool {
    switch self {
    case .any: true
    case .oneOf(let versions): versions.contains(version)
    }
  }

  /// What is between the quotes of an entity tag, or digits; nil when neither is next.
  private static func takeTag(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
    if rest.first == 0x22 {
      let tag = rest.dropFirst().prefix { $0 != 0x22 }
      guard tag.endIndex < rest.endIndex else { return nil }
      rest = rest[(tag.endIndex + 1)...]
      return tag
    }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest[digits.endIndex...]
    return digits.isEmpty ? nil : digits
  }
}
