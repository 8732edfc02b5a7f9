// The standard library's own functions of these names bring its engine for regular expressions into every function:
// 1.4 MB (Runtime/README.md, "The package").

extension StringProtocol {
  /// Where `text` stands first, or nil. An empty text stands nowhere.
  package func firstRange(of text: some StringProtocol) -> Range<Index>? {
    guard !text.isEmpty else { return nil }
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
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
