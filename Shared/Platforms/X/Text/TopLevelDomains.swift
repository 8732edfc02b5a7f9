/// The top-level domains that make links on X: those of twitter-text 3 (its conformance data `tlds.yml`). A domain that
/// is newer than that is none to X.
enum TopLevelDomains {
  /// Where the domain ends that begins at `start`; letters, digits and `@ + -` of ASCII may not follow.
  static func end(in text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    guard start < text.endIndex else { return nil }
    let ascii = text[start...].prefix(while: isLetterOrDigit)
    if !ascii.isEmpty, ascii.count <= longest, isEnd(ascii.endIndex, in: text), latin.contains(name(ascii)) {
      return ascii.endIndex
    }
    return otherEnd(in: text, from: start) ?? punycodeEnd(in: text, from: start)
  }

  private static func name(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars)).lowercased()
  }

  /// Of the names that fit the longest.
  private static func otherEnd(in text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    guard beginnings.contains(name(text[start...start])) else { return nil }
    for count in stride(from: longestOther, through: 1, by: -1) {
      let end = start + count
      guard end <= text.endIndex, isEnd(end, in: text), others.contains(name(text[start..<end])) else {
        continue
      }
      return end
    }
    return nil
  }

  /// Any domain in the form in which it is looked up.
  private static func punycodeEnd(in text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    guard matches("xn--", in: text, at: start) else { return nil }
    let name = text[(start + 4)...].prefix { $0 == "-" || isLetterOrDigit($0) }
    return name.isEmpty ? nil : name.endIndex
  }

  private static func isEnd(_ index: Int, in text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard index < text.endIndex else { return true }
    return !isLetterOrDigit(text[index]) && text[index] != "@" && text[index] != "+" && text[index] != "-"
  }

  private static func matches(_ word: StaticString, in text: ArraySlice<Unicode.Scalar>, at start: Int)
    -> Bool
  {
    LinkHost.matches(word, in: text, at: start)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }
}
