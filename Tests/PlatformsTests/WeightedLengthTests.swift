internal import Platforms
internal import Testing

@Suite("A post is as long as X finds it") struct WeightedLengthTests {
  /// By the rules of twitter-text 3, `config/v3.json`, and its conformance cases.
  @Test(
    "Characters, marks and emoji",
    arguments: [
      ("", 0), ("a", 1), ("Hello, world", 12), (" a ", 3), ("a\nb", 3), ("a\u{A0}b", 3),
      ("é", 1), ("e\u{301}", 1), ("a\u{308}\u{304}", 1), ("ñandú", 5), ("Привет", 6), ("γειά", 4),
      ("שלום", 4),
      ("“”—’", 4), ("…", 2), ("€", 2), ("™", 2), ("日本語", 6), ("한국어", 6), ("中文a", 5), ("ก", 1), ("𝒳", 2),
      ("😀", 2), ("😀😀", 4), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("❤️", 2), ("❤️‍🔥", 2), ("🇩🇪", 2), ("🇩🇪🇫🇷", 4),
      ("1️⃣", 2), ("©", 1), ("©️", 2), ("☺", 2), ("🧑🏿‍🚀", 2), ("a😀b", 4), ("#1*", 3),
    ])
  func characters(_ text: String, _ length: Int) {
    #expect(WeightedLength.of(text) == length)
  }

  @Test(
    "A link counts 23, however long it is",
    arguments: [
      ("https://a.io", 23), ("http://example.com", 23),
      ("https://example.com/a/very/long/path?with=a&query=too#here", 23),
      ("see https://example.com now", 31), ("https://a.com https://b.com", 47),
      ("https://a.com\nhttps://b.com", 47),
      ("HTTPS://EXAMPLE.COM/X", 23), ("example.com", 23), ("www.example.co.uk/path", 23), ("Example.COM", 23),
      ("https://example.com.", 24), ("see example.com, too", 4 + 23 + 5), ("(https://example.com)", 25),
      ("https://example.com!?", 25),
      ("“https://example.com/x", 24), ("日本https://example.com", 4 + 23),
    ])
  func links(_ text: String, _ length: Int) {
    #expect(WeightedLength.of(text) == length)
  }

  @Test(
    "What is no link counts as it is written",
    arguments: [
      "a.b", "file.swift", "3.14", "e.g.", "ana@example.com", "https://", "http:", ".com", "example..com",
      "me.", "x.y.z",
    ])
  func noLinks(_ text: String) {
    #expect(WeightedLength.of(text) == text.count)
  }

  private static func letters(_ count: Int) -> String { String(repeating: "a", count: count) }

  @Test(
    "Where a link ends, and what is none",
    arguments: [
      ("新しいメニューはhttps://example.com/menuをご覧ください。", 16 + 23 + 16), ("日本example.com日本", 4 + 23 + 4),
      ("report.pdf README.md", 34), ("https://foo.dev bar.app baz.zip", 71), ("@example.com", 12),
      ("#example.com", 12), ("$example.com", 12), ("ahttps://example.com", 20),
      ("example.com-a", 13), ("example.com@a", 13), ("a.example.comé", 24), ("example.한국", 23),
      ("example.中国人", 25),
      ("ana@example.com", 15), ("-example.com", 12), ("/example.com", 12), ("example.com/a.", 24),
      ("example.com/(a)b(c)", 23), ("example.com/(a", 25), ("example.com?a=1", 27), ("example.com/?a=1", 23),
      ("https://日本語.jp/a", 23), ("日本語.jp", 9), ("https://\(letters(63)).com", 23),
      ("https://\(letters(64)).com", 76), ("https://-a.com", 14), ("https://a_b.com", 15),
      ("https://a_b.c.com", 23),
      ("https://example.com/\(letters(4068))", 23), ("https://example.com/\(letters(4069))", 4089),
      ("https://t.co/\(letters(40))", 23), ("https://t.co/\(letters(41))", 54), ("https://t.co/a/b", 25),
      ("xn--p1ai.xn--p1ai", 23), ("a\r\nb", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("か\u{3099}", 2),
      ("\u{958}", 2),
      ("\u{212B}", 1), ("©\u{FE0F}®", 3), ("👩‍👩", 5), ("👧🏽", 2), ("💩🏽", 4), ("🇦🇦", 4), ("#\u{20E3}", 2),
    ])
  func borders(_ text: String, _ length: Int) {
    #expect(WeightedLength.of(text) == length)
  }
}
