// The standard library's own functions of these names bring its engine for regular expressions into every function:
// 1.4 MB (Runtime/README.md, "The package").
//
// They compare code points, not characters: a mark behind a separator does not hide it.

extension StringProtocol {
  /// Where `text` stands first, or nil. An empty text stands nowhere.
  package func firstRange(of text: some StringProtocol) -> Range<Index>? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first else { return nil }
    var start = utf8.startIndex
    while let found = utf8[start...].firstIndex(of: first) {
      if utf8[found...].starts(with: wanted) { return found..<utf8.index(found, offsetBy: wanted.count) }
      start = utf8.index(after: found)
    }
    return nil
  }

  package func contains(_ text: some StringProtocol) -> Bool { text.isEmpty || firstRange(of: text) != nil }

  /// The parts between `separator`, without empty ones unless they are wanted.
  package func split(separator: some StringProtocol, omittingEmptySubsequences: Bool = true) -> [SubSequence]
  {
    var parts: [SubSequence] = []
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      parts.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    parts.append(rest)
    return omittingEmptySubsequences ? parts.filter { !$0.isEmpty } : parts
  }

  /// This text with every occurrence of `text` exchanged.
  package func replacing(_ text: some StringProtocol, with replacement: some StringProtocol) -> String {
    var result = ""
    var rest = self[...]
    while let found = rest.firstRange(of: text) {
      result += rest[..<found.lowerBound]
      result += replacement
      rest = rest[found.upperBound...]
    }
    return result + rest
  }
}
