internal import Core
internal import Testing

@Suite("Texts in texts") struct SearchingTests {
  @Test(
    "The first occurrence is found, or none",
    arguments: [
      ("a://b://", "://", 1), ("://", "://", 0), ("a:/", "://", nil), ("", "a", nil), ("abc", "", nil),
      ("👩‍👩‍👧‍👦é!", "é!", 1), ("aab", "ab", 1),
    ] as [(String, String, Int?)])
  func first(_ text: String, _ wanted: String, _ offset: Int?) {
    let found = text.firstRange(of: wanted)
    #expect(found.map { text.distance(from: text.startIndex, to: $0.lowerBound) } == offset)
    #expect(found.map { String(text[$0]) } == offset.map { _ in wanted })
    #expect(text.contains(wanted) == (offset != nil || wanted.isEmpty))
  }

  @Test("A part of a text is searched in its own bounds")
  func parts() {
    #expect("ab-ab".dropFirst(2).firstRange(of: "ab").map { "ab-ab"[$0.lowerBound...] } == "ab")
    #expect("ab-".dropLast().firstRange(of: "-") == nil)
  }

  @Test("Texts are parted at a text")
  func split() {
    #expect("a, b,c, ".split(separator: ", ") == ["a", "b,c"])
    #expect(", a, , b".split(separator: ", ", omittingEmptySubsequences: false) == ["", "a", "", "b"])
    #expect("".split(separator: ", ").isEmpty)
  }

  @Test("Every occurrence is replaced once, from the left")
  func replacing() {
    #expect("a&b&&".replacing("&", with: "&amp;") == "a&amp;b&amp;&amp;")
    #expect("aaa".replacing("aa", with: "b") == "ba")
    #expect("abc".replacing("x", with: "y") == "abc")
  }

  @Test("The time since the start of the machine only grows")
  func bootTime() {
    let earlier = BootTime.now()
    let later = BootTime.now()
    #expect(later >= earlier && later - earlier >= .zero && later - earlier < .seconds(60))
  }
}
