internal import Core
internal import Harness
internal import Testing

@Suite("A text that shows nothing, or holds what X refuses, is refused when it is composed", .bundle)
struct BlankTextTests {
  private static let blanks = [
    "", "   ", "\r\n\t", "\u{A0}\u{2003}\u{3000}", "\u{200B}\u{2060}", "\u{3164}\u{115F}", "\u{2800}",
    "\u{AD}\u{FE0F}",
  ]

  private func violations(_ ana: Customer, on account: String, _ content: JSONObject) throws -> [String] {
    let body: JSON = [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)], "content": .object(content),
    ]
    let before = try ana.client.post("/v1/preflight", body)
    #expect(before.status == 200)
    let found = before.json["accounts"]?[0]?["violations"]?.array ?? []
    #expect(before.json["publishable"]?.bool == found.isEmpty)
    let said = found.map { "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")" }
    let made = try ana.client.post("/v1/posts", body)
    #expect(made.status == (found.isEmpty ? 201 : 422))
    #expect(made.fieldErrors.map { "\($0) \($1)" }.sorted() == said.sorted())
    return said
  }

  @Test("Where a post needs a text, one that shows nothing is none", arguments: ["x", "linkedin"])
  func post(_ platform: String) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect(platform, as: "blank_\(platform)")
    for blank in Self.blanks {
      let found = try violations(ana, on: account, ["text": .string(blank)])
      #expect(found == ["/content/text text_required"], "\(blank.unicodeScalars.map(\.value))")
      let link: JSONObject = ["text": .string(blank), "link": "https://a.example/\(UUID.v7().description)"]
      #expect(try violations(ana, on: account, link) == [])
    }
    #expect(try violations(ana, on: account, ["text": "\u{2800}."]) == [])
  }

  @Test("Every other text that is given shows something") func others() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "blank_parts")
    for blank in Self.blanks.dropFirst() {
      let content: JSONObject = [
        "text": "a", "thread": ["b", .string(blank)], "first_comment": .string(blank),
        "title": .string(blank),
        "media": [["url": "https://a.example/a.jpg", "alt_text": .string(blank)]],
      ]
      #expect(
        try violations(ana, on: account, content) == [
          "/content/title text_required", "/content/thread/1 text_required",
          "/content/first_comment text_required", "/content/media/0/alt_text text_required",
        ], "\(blank.unicodeScalars.map(\.value))")
    }
    let upload = try ana.client.post(
      "/v1/media",
      [
        "workspace_id": .string(ana.workspace), "file_name": "a.jpg", "content_type": "image/jpeg",
        "bytes": 10,
        "alt_text": " \u{200B}",
      ])
    #expect(upload.status == 422 && upload.fieldErrors == ["/alt_text": "text_required"])
  }

  @Test("X refuses three characters anywhere", arguments: ["\u{FEFF}", "\u{FFFE}", "\u{FFFF}"])
  func characters(_ character: String) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "refused_character")
    let text = JSON.string("a\(character)b")
    #expect(
      try violations(ana, on: account, ["text": text, "thread": [text], "first_comment": text]) == [
        "/content/text invalid_character", "/content/thread/0 invalid_character",
        "/content/first_comment invalid_character",
      ])
  }

  /// Of the public conformance data and of what was seen wrong.
  @Test(
    "The length that preflight tells is X's",
    arguments: [
      ("新しいメニューはhttps://example.com/menuをご覧ください。" + String(repeating: "あ", count: 110), 275),
      ("日本example.com日本", 31), ("report.pdf README.md", 34), ("https://foo.dev bar.app baz.zip", 71),
      ("@example.com", 12), ("#example.com", 12), ("$example.com", 12), ("a\r\nb", 4),
      ("ahttps://example.com", 20),
      ("bit.ly/x", 23), ("e\u{301}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("👨‍👩‍👧‍👦 1️⃣ 🏴‍☠️", 8),
    ])
  func lengths(_ text: String, _ length: Int) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "lengths_x")
    let answer = try ana.client.post(
      "/v1/preflight",
      [
        "workspace_id": .string(ana.workspace), "account_ids": [.string(account)],
        "content": ["text": .string(text)],
      ])
    #expect(answer.json["accounts"]?[0]?["texts"]?[0]?["length"]?.integer == Int64(length))
  }
}
