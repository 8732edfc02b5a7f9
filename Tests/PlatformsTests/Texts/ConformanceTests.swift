internal import Core
internal import Harness
internal import Platforms
internal import Testing

/// The connector and the sandbox by the same public facts: they share no code.
@Suite("Texts for X are as long as twitter-text's conformance data say", .serialized) struct ConformanceTests
{
  private func sandbox(_ texts: [String]) throws -> [JSON] {
    var found: [JSON] = []
    try RunningSandbox.with { sandbox in
      let body: JSON = ["platform": "x", "member": "text", "texts": .array(texts.map { .string($0) })]
      found = try Client("").post(sandbox.url + "/texts", body).json["data"]?.array ?? []
    }
    return found
  }

  @Test("Lengths, and whether a text is valid") func lengths() throws {
    let rows = try TextFacts.rows("x-lengths")
    #expect(rows.count == 26)
    let texts = rows.map { TextFacts.text($0[0]) }
    for (index, (row, theirs)) in zip(rows, try sandbox(texts)).enumerated() {
      let (text, length, isValid) = (texts[index], row[1].integer ?? -1, row[2] == true)
      #expect(WeightedLength.of(text) == length, "\(text.prefix(80))")
      #expect(theirs["length"]?.integer == length, "\(text.prefix(80))")
      let ours = try #require(Platforms.rules["x"]).violations(of: Content(text: text), at: "")
      #expect(ours.isEmpty == isValid, "\(text.prefix(80))")
      #expect((theirs["objection"] == .null) == isValid, "\(text.prefix(80))")
    }
  }

  @Test("A letter may have a hundred thousand marks: they are sorted, and the first that fits is put to it")
  func manyMarks() {
    let marks = String(repeating: "\u{301}\u{316}", count: 50_000)
    #expect(WeightedLength.of("a" + marks) == 100_000)
    #expect(WeightedLength.of("b" + marks) == 100_001)
  }

  @Test("Links") func links() throws {
    let rows = try TextFacts.rows("x-links")
    #expect(rows.count == 104)
    let texts = rows.map { TextFacts.text($0[0]) }
    for (row, theirs) in zip(rows, try sandbox(texts)) {
      let text = TextFacts.text(row[0])
      let length = TextFacts.length(of: text, links: (row[1].array ?? []).compactMap(\.string))
      #expect(length != nil && WeightedLength.of(text) == length, "\(text)")
      #expect(theirs["length"]?.integer.map { Int($0) } == length, "\(text)")
    }
  }

  @Test("Top-level domains") func domains() throws {
    let domains = try TextFacts.domains()
    #expect(domains.count == 1574)
    let texts = domains.flatMap { ["https://twitter.\($0)", "twitter.\($0)", "twitter.\($0)x1"] }
    let theirs = try sandbox(texts)
    #expect(theirs.count == texts.count)
    for (index, domain) in domains.enumerated() {
      let lengths = (0..<3).map { WeightedLength.of(texts[3 * index + $0]) }
      #expect(lengths[0...1] == [23, 23], "\(domain)")
      // Letters of ASCII go on with a name in ASCII; another script's name has ended.
      #expect(
        domain.utf8.allSatisfy { $0 < 0x80 } ? lengths[2] == domain.count + 10 : lengths[2] > 0, "\(domain)")
      #expect(
        (0..<3).map { theirs[3 * index + $0]["length"]?.integer.map { Int($0) } } == lengths, "\(domain)")
    }
  }

  @Test("Cashtags: one is taken, two are not") func cashtags() throws {
    let rows = try TextFacts.rows("x-cashtags")
    #expect(rows.count == 10)
    let texts = rows.map { TextFacts.text($0[0]) }
    for (row, theirs) in zip(rows, try sandbox(texts)) {
      let text = TextFacts.text(row[0])
      let isMany = (row[1].integer ?? 0) > 1
      let ours = try #require(Platforms.rules["x"]).violations(of: Content(text: text), at: "").map(\.code)
      #expect(ours == (isMany ? ["too_many_cashtags"] : []), "\(text)")
      #expect(theirs["objection"] == (isMany ? "tags" : .null), "\(text)")
    }
  }
}
