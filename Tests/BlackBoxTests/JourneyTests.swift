internal import Core
internal import Harness
internal import Testing

@Suite("From registration to a published post", .bundle) struct JourneyTests {
  @Test("A person registers, logs in and sees their organization and workspace")
  func register() throws {
    let ana = try Customer(try bundle())
    #expect(ana.registration["token_type"]?.string == "Bearer")
    #expect(ana.registration["expires_in"]?.integer == 900)
    let login = try ana.client.post(
      "/v1/auth/login", ["email": .string(ana.email.uppercased()), "password": .string(ana.password)])
    #expect(login.status == 200)
    ana.client.accessToken = login.json["access_token"]?.string
    let me = try ana.client.get("/v1/me").json
    #expect(me["user"]?["email"]?.string == ana.email)
    #expect(me["memberships"]?[0]?["role"]?.string == "owner")
    #expect(me["memberships"]?[0]?["workspaces"]?[0]?["id"]?.string == ana.workspace)
  }

  @Test("A scheduled post is on both platforms once, at its time and not before")
  func schedule() throws {
    let ana = try Customer(try bundle())
    let accounts = [try ana.connect("x", as: "journey_x"), try ana.connect("instagram", as: "journey_ig")]
    let text = "Scheduled \(UUID.v7())"
    let time = Instant(seconds: Instant.now().seconds + 3)
    let created = try ana.compose(
      text, on: accounts, media: [ana.imageURL], ["scheduled_at": JSON(describing: time)])
    #expect(created.status == 201)
    #expect(created.json["state"]?.string == "scheduled")
    #expect(created.header("etag") == "\"1\"")
    let post = try published(created.json, ana)
    for delivery in post["deliveries"]?.array ?? [] {
      let publishedAt = try #require(delivery["published_at"]?.string.flatMap { Instant($0) })
      #expect(publishedAt >= time)
      #expect(delivery["remote_id"]?.string != nil)
      #expect(delivery["permalink"]?.string?.hasPrefix("https://") == true)
      #expect(delivery["attempts"]?.array?.count == 1)
    }
    let ledger = try ana.ledger(text)
    #expect(ledger.count == 2)
    #expect(Set(ledger.compactMap { $0["platform"]?.string }) == ["x", "instagram"])
  }

  @Test("A draft stays a draft until it is published at once")
  func publishNow() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "now_x")
    let text = "Now \(UUID.v7())"
    let draft = try ana.compose(text, on: [account])
    #expect(draft.json["state"]?.string == "draft")
    #expect(try ana.ledger(text).isEmpty)
    let id = try #require(draft.json["id"]?.string)
    #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
    _ = try published(draft.json, ana)
    #expect(try ana.ledger(text).count == 1)
    let again = try ana.client.post("/v1/posts/\(id)/publish")
    #expect(again.status == 409)
    #expect(again.json["code"]?.string == "not_schedulable")
  }

  @Test("A thread is published in order, each part a reply to the one before")
  func thread() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "thread_x")
    let mark = UUID.v7().description
    let parts = ["One \(mark)", "Two \(mark)", "Three \(mark)"]
    let content: JSON = ["text": .string(parts[0]), "thread": [.string(parts[1]), .string(parts[2])]]
    let draft = try ana.compose("", on: [account], ["content": content])
    let id = try #require(draft.json["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    let post = try published(draft.json, ana)
    let ledger = try parts.map { try #require(try ana.ledger($0).first) }
    #expect(ledger[0]["reply_to"]?.string == nil)
    #expect(ledger[1]["reply_to"] == ledger[0]["id"])
    #expect(ledger[2]["reply_to"] == ledger[1]["id"])
    #expect(post["deliveries"]?[0]?["remote_id"] == ledger[0]["id"])
    #expect(post["deliveries"]?[0]?["attempts"]?.array?.count == 3)
  }

  @Test("A variant replaces the text for its account only")
  func variant() throws {
    let ana = try Customer(try bundle())
    let x = try ana.connect("x", as: "variant_x")
    let instagram = try ana.connect("instagram", as: "variant_ig")
    let base = "Base \(UUID.v7())"
    let short = "Short \(UUID.v7())"
    let variants = JSONObject([(name: x, value: ["text": JSON.string(short)] as JSON)])
    let draft = try ana.compose(
      base, on: [x, instagram], media: [ana.imageURL], ["variants": .object(variants)])
    let id = try #require(draft.json["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    _ = try published(draft.json, ana)
    #expect(try ana.ledger(short).map { $0["platform"]?.string } == ["x"])
    #expect(try ana.ledger(base).map { $0["platform"]?.string } == ["instagram"])
  }

  @Test("The list is paged newest first and filtered by state")
  func list() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "list_x")
    for index in 0..<5 { _ = try ana.compose("Draft \(index)", on: [account]) }
    var texts: [String] = []
    var cursor: String?
    repeat {
      let query = "workspace_id=\(ana.workspace)&limit=2&state=draft" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try ana.client.get("/v1/posts?\(query)").json
      texts += page["data"]?.array?.compactMap { $0["content"]?["text"]?.string } ?? []
      cursor = page["next_cursor"]?.string
    } while cursor != nil
    #expect(texts == (0..<5).reversed().map { "Draft \($0)" })
    #expect(try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)&state=published").json["data"] == [])
  }

  @Test("The status names every part and is healthy")
  func status() throws {
    let status = try wait(for: "healthy status", upTo: .seconds(20)) {
      let answer = try Client(try bundle().url).get("/v1/status")
      return answer.status == 200 ? answer.json : nil
    }
    for part in ["database", "queues", "timers", "publishing"] {
      #expect(status[part]?["healthy"]?.bool == true)
    }
    for queue in ["publish", "upload", "inbox"] { #expect(status["queues"]?[queue]?.integer != nil) }
  }
}

/// The post once all its deliveries are published.
func published(_ post: JSON, _ customer: Customer) throws -> JSON {
  let id = try #require(post["id"]?.string)
  return try wait(for: "publication of \(id): \(try customer.show(id).text)", upTo: .seconds(30)) {
    let post = try customer.show(id)
    // The address may be looked up after the fact.
    let isKnown = post["deliveries"]?.array?.allSatisfy { $0["permalink"]?.string != nil } ?? false
    return post["state"]?.string == "published" && isKnown ? post : nil
  }
}
