internal import Core
internal import Platforms
internal import Testing

@Suite("Texts are measured as their platform counts them") struct TextMeasureTests {
  /// 4 letters, an emoji of two UTF-16 units and four bytes, a line of two scalars that is one character.
  private static let text = "café👍e\u{301}"
  private static let link = "https://example.com/menu"

  private func measures(_ platform: String, _ content: Content) throws -> [String] {
    let connector = try #require(Platforms.rules[platform])
    return connector.measures(of: content).map {
      "\($0.pointer) \($0.unit.rawValue) \($0.length) \($0.remaining)"
    }
  }

  @Test(
    "Each platform",
    arguments: [
      ("x", ["/text weighted_characters 7 273"]), ("instagram", ["/text characters 7 2193"]),
      ("facebook", ["/text characters 7 63199"]), ("linkedin", ["/text utf16_units 8 2992"]),
      ("pinterest", ["/title characters 0 100", "/text characters 7 793"]),
      ("tiktok", ["/title utf16_units 0 90", "/text utf16_units 8 3992"]),
      ("youtube", ["/title characters 0 100", "/text bytes 12 4988"]),
    ])
  func units(_ platform: String, _ expected: [String]) throws {
    #expect(try measures(platform, Content(text: Self.text)) == expected)
  }

  @Test("A link counts as it will stand in the text; threads and comments count by themselves")
  func parts() throws {
    let content = Content(text: "a", link: Self.link, thread: ["bb"], title: "T", firstComment: "ccc")
    #expect(
      try measures("x", content) == [
        "/text weighted_characters 26 254", "/thread/0 weighted_characters 2 278",
        "/first_comment weighted_characters 3 277",
      ])
    #expect(
      try measures("linkedin", content) == [
        "/text utf16_units 1 2999", "/title utf16_units 1 399", "/first_comment utf16_units 3 1247",
      ])
    #expect(
      try measures("tiktok", Content(text: "a", media: [Media(url: "https://a.io/v.mp4")])) == [
        "/text utf16_units 1 2199"
      ])
  }

  /// Whatever is measured as too long is complained of, at the same place, and nothing else is.
  @Test("A measure and the complaint about it are one rule", arguments: Platforms.rules.all.map(\.id))
  func oneRule(_ platform: String) throws {
    let connector = try #require(Platforms.rules[platform])
    for length in [0, 90, 91, 100, 101, 280, 281, 2200, 2201, 3001, 63_207] {
      let text = String(repeating: "a", count: length)
      let content = Content(text: text, title: text, firstComment: text)
      let measured = connector.measures(of: content).filter { $0.remaining < 0 }.map(\.pointer)
      let refused = connector.violations(of: content, at: "").filter { $0.code == "too_long" }.map(\.pointer)
      #expect(Set(measured) == Set(refused), "\(platform) \(length)")
    }
  }
}
