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

  /// To Swift a mark or a joiner is part of the character before it; to whoever reads the result it is not.
  @Test("Marks and joiners hide nothing", arguments: ["\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}"])
  func marks(_ mark: String) {
    #expect("a&\(mark)b".replacing("&", with: "&amp;").utf8.elementsEqual("a&amp;\(mark)b".utf8))
    #expect("a, \(mark)b".split(separator: ", ").count == 2)
    #expect("<\(mark)".contains("<"))
    let escaped = HTML.escape("<\(mark)>\(mark)&\(mark)\"\(mark)'\(mark)")
    #expect(escaped.utf8.elementsEqual("&lt;\(mark)&gt;\(mark)&amp;\(mark)&quot;\(mark)&#39;\(mark)".utf8))
  }

  @Test("The time since the start of the machine only grows")
  func bootTime() {
    let earlier = BootTime.now()
    let later = BootTime.now()
    #expect(later >= earlier && later - earlier >= .zero && later - earlier < .seconds(60))
  }
}
