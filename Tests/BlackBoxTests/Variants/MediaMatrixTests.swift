internal import Core
internal import Harness
internal import Testing

/// Sixty made files on seven platforms: what is said before is what comes of it. The sandbox judges by rules of its own, of
/// which ours know nothing.
@Suite("What is said of a file before is what becomes of it", .variantBundle, .serialized)
struct MediaMatrixTests {
  private static let platforms = ["facebook", "instagram", "linkedin", "pinterest", "tiktok", "x", "youtube"]
  /// Files that go out by the same accounts: a creator has 15 posts a day on TikTok.
  private static let group = 12

  private struct Item {
    let file: MadeFile
    let id: String
    var accounts: [String: String] = [:]
    /// The platforms that preflight lets it pass for.
    var passed: [String] = []
    var post: String?
  }

  private func upload(_ file: MadeFile, _ ana: Customer) throws -> Item {
    let begun = try ana.client.post(
      "/v1/media",
      [
        "workspace_id": .string(ana.workspace), "file_name": "a", "content_type": .string(file.type),
        "bytes": JSON(file.bytes.count),
      ])
    let target = begun.json["upload"]
    let sent = try Client("").call(
      "PUT", try #require(target?["url"]?.string, "\(begun.text)"), file.bytes,
      headers: ["Content-Type": file.type])
    #expect(sent.status == 200)
    return Item(file: file, id: try #require(begun.json["media"]?["id"]?.string))
  }

  /// Whether it became what it should.
  private func look(_ item: Item, _ ana: Customer) throws -> Bool {
    let looked = try wait(for: "a look at \(item.file.name)", upTo: .seconds(60)) {
      let file = try ana.client.get("/v1/media/\(item.id)").json
      return file["state"] == "pending" ? nil : file
    }
    #expect(looked["error"]?["code"]?.string == item.file.rejection, "\(item.file.name): \(looked.text)")
    // Never the words of a tool.
    let detail = looked["error"]?["detail"]?.string ?? ""
    #expect(!detail.contains("0x") && !detail.contains("@"), "\(detail)")
    return looked["state"] == "ready"
  }

  private func accounts(_ number: Int, _ ana: Customer) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try Self.platforms.map { ($0, try ana.connect($0, as: "matrix\(number)_\($0)")) })
  }

  private func body(_ item: Item, on platforms: [String], _ text: String, number: Int, _ ana: Customer)
    -> JSONObject
  {
    let options: [String: JSON] = [
      "tiktok": ["options": ["privacy_level": "PUBLIC_TO_EVERYONE"]],
      "pinterest": ["options": ["board_id": .string(pinterestBoard(of: "matrix\(number)_pinterest"))]],
      "youtube": ["title": .string(String(text.suffix(60)))],
    ]
    let variants = platforms.compactMap { platform in
      options[platform].map { (name: item.accounts[platform] ?? "", value: $0) }
    }
    return [
      "workspace_id": .string(ana.workspace),
      "account_ids": .array(platforms.map { .string(item.accounts[$0] ?? "") }),
      "content": ["text": .string(text), "media": [["id": .string(item.id)]]],
      "variants": .object(JSONObject(variants)),
    ]
  }

  /// Asks preflight for all platforms, and composes and publishes where it lets it pass.
  private func send(_ item: inout Item, number: Int, _ ana: Customer) throws {
    let text = "Matrix \(UUID.v7())"
    let answer = try ana.client.post(
      "/v1/preflight", .object(body(item, on: Self.platforms, text, number: number, ana)))
    #expect(answer.status == 200, "\(answer.text)")
    for account in answer.json["accounts"]?.array ?? [] where account["publishable"] == true {
      item.passed.append(account["platform"]?.string ?? "")
    }
    guard !item.passed.isEmpty else { return }
    let post = try ana.client.post(
      "/v1/posts", .object(body(item, on: item.passed, text, number: number, ana)))
    item.post = try #require(post.json["id"]?.string, "\(item.file.name): \(post.text)")
    #expect(try ana.client.post("/v1/posts/\(item.post ?? "")/publish").status == 200)
  }

  /// Where it went out otherwise than was said.
  private func surprises(_ item: Item, _ ana: Customer) throws -> [String] {
    guard let id = item.post else { return [] }
    let bundle = try bundle()
    let post = try wait(
      for: "the end of \(item.file.name): \(try ana.show(id).text)", upTo: .seconds(120),
      every: .milliseconds(200)
    ) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try ana.show(id)
      return ["published", "failed", "partial"].contains(post["state"]?.string ?? "") ? post : nil
    }
    return (post["deliveries"]?.array ?? []).filter { $0["state"] != "published" }.map {
      "\(item.file.name) on \($0["platform"]?.string ?? ""): \($0["error"]?.text ?? $0.text)"
    }
  }

  /// Where the platform would have taken what was refused.
  private func overcautions(_ item: Item, _ sandbox: Client) throws -> [String] {
    let answer = try sandbox.call("POST", "/judgement", item.file.bytes).json
    return Self.platforms.filter { !item.passed.contains($0) && answer[$0]?.string == nil }
      .map { "\(item.file.name) was refused for \($0), which takes it" }
  }

  @Test("Sixty files on seven platforms, no surprise") func matrix() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let files = try MadeFile.all()
    #expect(files.count == 60)
    let uploads = try files.map { try upload($0, ana) }
    var ready = try uploads.filter { try look($0, ana) }
    var known: [String: String] = [:]
    for index in ready.indices {
      if index % Self.group == 0 { known = try accounts(index / Self.group, ana) }
      ready[index].accounts = known
      try send(&ready[index], number: index / Self.group, ana)
    }
    let sandbox = Client(try bundle.sandboxURL())
    var surprises: [String] = []
    for item in ready { surprises += try self.surprises(item, ana) + overcautions(item, sandbox) }
    let passed = ready.reduce(0) { $0 + $1.passed.count }
    print(
      "60 files × 7 platforms: \(passed) publishable, \(420 - passed) refused, \(surprises.count) surprises")
    #expect(surprises.isEmpty, "\(surprises.joined(separator: "\n"))")
    #expect(passed > 150)
    for item in ready where item.file.name.hasPrefix("turned") { try checkUpright(item, ana) }
  }

  /// What was made of a picture that lay stands.
  private func checkUpright(_ item: Item, _ ana: Customer) throws {
    let file = try ana.client.get("/v1/media/\(item.id)").json
    for variant in file["variants"]?.array ?? [] {
      let image = try Client("").get(try #require(variant["url"]?.string)).body
      #expect(try SampleTurns.isUpright(image), "\(item.file.name)")
    }
  }
}
