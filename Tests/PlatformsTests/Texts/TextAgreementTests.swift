internal import Core
internal import Glibc
internal import Harness
internal import Platforms
internal import Testing

/// Connectors and the sandbox were written apart from each other; they agree on every text, or one of them is wrong.
/// `CLIENTNEST_TEXTS` says of how many; `make texts` looks at 10,000.
@Suite("Texts are counted and judged alike by every connector and by the simulated platforms", .serialized)
struct TextAgreementTests {
  static let count = getenv("CLIENTNEST_TEXTS").flatMap { Int(String(cString: $0)) } ?? 2000

  /// A text of a platform: how its connector gets it, and what the platform calls it.
  struct Place: Sendable, CustomTestStringConvertible {
    let platform: String
    let member: String
    let pointer: String
    /// About so many of it fit.
    let limit: Int
    /// Whether all that is measured is shown to the platform as it is.
    var encode: @Sendable (String) -> String = { $0 }
    let content: @Sendable (String) -> Content

    var testDescription: String { "\(platform) \(member)" }
  }

  private static let photo = Media(url: "https://a.example/a.jpg")
  private static let video = Media(url: "https://a.example/a.mp4")

  static let places = [
    Place(platform: "x", member: "text", pointer: "/text", limit: 140) { Content(text: $0) },
    Place(platform: "facebook", member: "message", pointer: "/text", limit: 63_206) { Content(text: $0) },
    Place(platform: "instagram", member: "caption", pointer: "/text", limit: 2200) {
      Content(text: $0, media: [photo])
    },
    Place(
      platform: "linkedin", member: "commentary", pointer: "/text", limit: 3000, encode: LittleText.encode
    ) {
      Content(text: $0)
    },
    Place(platform: "linkedin", member: "comment", pointer: "/first_comment", limit: 1250) {
      Content(text: "a", firstComment: $0)
    },
    Place(platform: "tiktok", member: "video.title", pointer: "/text", limit: 2200) {
      Content(text: $0, media: [video])
    },
    Place(platform: "tiktok", member: "description", pointer: "/text", limit: 4000) {
      Content(text: $0, media: [photo])
    },
    Place(platform: "youtube", member: "title", pointer: "/title", limit: 100) {
      Content(text: "", media: [video], title: $0)
    },
    Place(platform: "youtube", member: "description", pointer: "/text", limit: 5000) {
      Content(text: $0, media: [video], title: "a")
    },
    Place(platform: "pinterest", member: "description", pointer: "/text", limit: 800) {
      Content(text: $0, media: [photo])
    },
  ]

  /// Half of them around the limit.
  private func texts(for place: Place) -> [String] {
    var maker = TextMaker(seed: UInt64(place.limit))
    let count = place.limit > 10_000 ? min(Self.count, 200) : Self.count
    return (0..<count).map { $0 % 2 == 0 ? maker.text() : maker.text(around: place.limit) }
  }

  @Test("Length and refusal", arguments: places) func agreement(_ place: Place) throws {
    let connector = try #require(Platforms.rules[place.platform])
    let texts = texts(for: place)
    try RunningSandbox.with { sandbox in
      var verdicts: [String: Int] = [:]
      for part in stride(from: 0, to: texts.count, by: 100) {
        let slice = texts[part..<min(part + 100, texts.count)]
        let order: JSON = [
          "platform": .string(place.platform), "member": .string(place.member),
          "texts": .array(slice.map { .string(place.encode($0)) }),
        ]
        let answer = try Client("").post(sandbox.url + "/texts", order)
        let theirs = try #require(answer.json["data"]?.array)
        #expect(theirs.count == slice.count)
        for (text, theirs) in zip(slice, theirs) {
          let content = place.content(text)
          let ours = try #require(connector.measures(of: content).first { $0.pointer == place.pointer })
          #expect(ours.limit == answer.json["limit"]?.integer.map { Int($0) })
          #expect(ours.length == theirs["length"]?.integer.map { Int($0) }, "\(Self.shown(text))")
          let refusal = connector.violations(of: content, at: "").first { $0.pointer == place.pointer }
          let objection = theirs["objection"]?.string
          #expect(
            (refusal == nil) == (objection == nil),
            "\(refusal?.code ?? "") \(objection ?? "") \(Self.shown(text))")
          verdicts[objection ?? "taken", default: 0] += 1
        }
      }
      // Both kinds were seen, so that neither side can say always the same.
      #expect(verdicts["taken"] ?? 0 > 10 && verdicts["long"] ?? 0 > 10, "\(verdicts)")
    }
  }

  /// By an implementation that is neither ours nor X's; what it does otherwise is mended by rule in the script.
  @Test("X's lengths are those of twitter-text-parser") func parser() throws {
    var maker = TextMaker(seed: 3)
    let texts = (0..<Self.count).map { _ in maker.text() }.filter { !$0.isEmpty }
    let directory = TemporaryDirectory.path("texts")
    mkdir(directory, 0o700)
    defer { try? TemporaryDirectory.remove(directory) }
    let file = directory + "/texts.json"
    try TextFile.write(JSON.array(texts.map { .string($0) }).text, to: file)
    let result = try Python.run("Tests/TextOracle/x_lengths.py", [file], upTo: .seconds(300))
    let lengths = try JSON(parsing: Array(result.output.utf8)).array ?? []
    #expect(lengths.count == texts.count)
    for (text, length) in zip(texts, lengths) {
      #expect(WeightedLength.of(text) == length[1]?.integer.map { Int($0) }, "\(Self.shown(text))")
    }
    // It is not without these rules that they agree.
    #expect(lengths.contains { $0[0] != $0[1] })
  }

  private static func shown(_ text: String) -> String {
    text.unicodeScalars.prefix(120).map { $0.escaped(asASCII: true) }.joined()
  }
}
