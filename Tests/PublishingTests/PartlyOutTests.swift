internal import Core
internal import Database
internal import Identity
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What is partly out is published, whatever becomes of the rest") struct PartlyOutTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  private func delivery(_ id: UUID) throws -> (json: JSON, post: Post) {
    let store = PostStore(fixture.database.session(.app, fixture.member.scope))
    let post = try #require(try store.find(delivery: id))
    return (try #require(post.json["deliveries"]?[0]), post)
  }

  private func expectOut(
    _ id: UUID, as remoteID: String, _ warning: String, step: Int64 = 1, pointer: String = "/thread/0"
  ) throws {
    let (shown, post) = try delivery(id)
    #expect(shown["state"] == "published" && post.state == "published", "\(shown.text)")
    #expect(shown["remote_id"]?.string == remoteID && shown["published_at"] != .null)
    #expect(shown["permalink"]?.string == "https://x.test/\(remoteID)" && shown["error"] == .null)
    let told = shown["warning"]
    #expect(told?["code"]?.string == warning && told?["step"]?.integer == step, "\(shown.text)")
    #expect(told?["pointer"]?.string == pointer && told?["remedy"]?.string?.contains("retry") == true)
  }

  /// Published but for the second of three parts.
  private func publishPartly(_ platform: ScriptedPlatform, _ kind: PlatformError.Kind = .permission) throws
    -> UUID
  {
    let id = try fixture.queueDelivery("one", thread: ["two", "three"])
    let refused = PlatformError.scripted(kind)
    platform.refusals = [nil, refused] + (kind == .reauthorize ? [refused] : [])
    try fixture.work(try fixture.hint(id), platform)
    return id
  }

  @Test(
    "A later part that is refused for good is a warning, and a retry sends what is missing alone",
    arguments: [
      (PlatformError.Kind.permission, "permission_missing"), (.contentRejected, "content_rejected"),
      (.reauthorize, "reauthorize"), (.permanent, "platform_refused"), (.notFound, "not_found_on_platform"),
      (.accountRestricted, "account_restricted"), (.application, "application_refused"),
      (.duplicate, "duplicate_content"), (.mediaRejected, "media_rejected"),
    ] as [(PlatformError.Kind, String)], [true, false])
  func refused(_ refusal: (PlatformError.Kind, String), tellsPermalink: Bool) throws {
    let platform = ScriptedPlatform()
    platform.tellsPermalink = tellsPermalink
    let id = try publishPartly(platform, refusal.0)
    try expectOut(id, as: "r1", refusal.1)
    #expect(try fixture.attempts(id) == ["0 accepted", "1 failed"])
    let publishedAt = try delivery(id).json["published_at"]
    try fixture.database.asAdministrator.query("update account set state = 'connected'")
    _ = try fixture.planner.retry(delivery: id)
    // On the way it is neither failed nor forgotten.
    let (underWay, post) = try delivery(id)
    #expect(post.state == "publishing" && underWay["remote_id"] == "r1" && underWay["warning"] == .null)
    try fixture.work(try fixture.hint(id), platform)
    let (done, all) = try delivery(id)
    #expect(done["state"] == "published" && done["warning"] == .null && all.state == "published")
    #expect(done["published_at"] == publishedAt && done["remote_id"] == "r1")
    // A refused token is tried once more with a renewed one.
    let again = refusal.0 == .reauthorize ? ["two"] : []
    #expect(platform.asked == ["one", "two"] + again + ["two", "three"])
    #expect(throws: PostError.self) { try fixture.planner.retry(delivery: id) }
  }

  @Test("What is refused the last of many times is a warning too") func lastTry() throws {
    let platform = ScriptedPlatform()
    let id = try publishPartly(platform, .transient)
    let (waiting, post) = try delivery(id)
    #expect(waiting["state"] == "queued" && post.state == "publishing" && waiting["remote_id"] == "r1")
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    try fixture.age(id, by: .seconds(60))
    _ = try fixture.sweeper.dispatchDue()
    platform.refusals = [.scripted(.transient)]
    try fixture.work(try fixture.hint(id), platform)
    try expectOut(id, as: "r1", "platform_unavailable")
  }

  @Test("Cancelling, being late and a lost account end the rest, not what is out", arguments: 0..<3)
  func ended(_ way: Int) throws {
    let platform = ScriptedPlatform()
    let id = try publishPartly(platform, .transient)
    switch way {
    case 0: _ = try fixture.planner.cancel(try delivery(id).post.id)
    case 1:
      try fixture.age(id, by: .seconds(7200))
      #expect(try fixture.sweeper.recover()["missed"]?.integer == 1)
    default:
      try fixture.database.asAdministrator.query("update account set state = 'reconnect'")
      try fixture.age(id, by: .seconds(60))
      _ = try fixture.sweeper.dispatchDue()
      try fixture.work(try fixture.hint(id), platform)
    }
    try expectOut(id, as: "r1", ["cancelled", "missed", "reauthorize"][way])
    #expect(throws: PostError.self) { try fixture.planner.cancel(try delivery(id).post.id) }
  }

  /// What a person says of the second part, whose outcome nobody knows.
  @Test(
    "A person's word settles the part that was looked for, and leaves the first as it is",
    arguments: ["published", "publish_again", "failed"])
  func resolved(_ outcome: String) throws {
    let platform = ScriptedPlatform()
    let id = try publishPartly(platform, .unknownOutcome)
    for _ in 0..<5 {
      try fixture.age(id, by: .seconds(600))
      try fixture.reconcile(platform)
    }
    let (asked, _) = try delivery(id)
    #expect(asked["state"] == "needs_review" && asked["remote_id"] == "r1", "\(asked.text)")
    #expect(asked["published_at"] != .null)
    var body: JSONObject = ["outcome": .string(outcome)]
    if outcome == "published" {
      // The third part is published below the second.
      let nameless = try Resolution(.object(body))
      #expect(throws: Problem.self) { try fixture.planner.resolve(delivery: id, nameless) }
      body["remote_id"] = "77"
    }
    _ = try fixture.planner.resolve(delivery: id, Resolution(.object(body)))
    if outcome == "failed" { return try expectOut(id, as: "r1", "not_published") }
    try fixture.work(try fixture.hint(id), platform)
    let (done, _) = try delivery(id)
    #expect(done["state"] == "published" && done["remote_id"] == "r1" && done["warning"] == .null)
    let sent = outcome == "published" ? ["one", "two", "three"] : ["one", "two", "two", "three"]
    #expect(platform.asked == sent)
    #expect(
      try fixture.delivery(id).handle?["posted"]?.array?.count == 3
        && fixture.delivery(id).handle?["posted"]?[1] == (outcome == "published" ? "77" : "r3"))
  }

  @Test("All that is out of it is taken down") func takenDown() throws {
    let platform = ScriptedPlatform()
    let id = try fixture.queueDelivery("one", thread: ["two", "three"])
    platform.refusals = [nil, nil, .scripted(.contentRejected)]
    try fixture.work(try fixture.hint(id), platform)
    try expectOut(id, as: "r1", "content_rejected", step: 2, pointer: "/thread/1")
    _ = try fixture.planner.takeDown(delivery: id)
    try fixture.remove(try fixture.hint(id), platform)
    #expect(platform.removed == ["r2", "r1"])
    #expect(try delivery(id).json["state"] == "removed")
  }

  @Test("What is out on one account is a fact: it keeps its text, and the others are changed by theirs")
  func edits() throws {
    let platform = ScriptedPlatform()
    let (out, open) = (try fixture.insertAccount(), try fixture.insertAccount("43"))
    let post = try fixture.createPost("one", to: [out, open])
    _ = try fixture.planner.publishNow(post.id)
    try fixture.work(
      try fixture.hint(try #require(post.deliveries.first { $0.account == out }).id), platform)
    _ = try fixture.planner.cancel(post.id)
    try fixture.database.asAdministrator.query("update account set state = 'reconnect' where id = \(out)")
    func update(_ patch: JSON) throws -> Post {
      try fixture.planner.update(post.id, patch, version: .oneOf([try fixture.post(post.id).version]))
    }
    let variants = { (account: UUID) -> JSON in
      .object(JSONObject([(name: account.description, value: ["text": "other"])]))
    }
    let before = try fixture.post(post.id).version
    let refused: [JSON] = [
      ["content": ["text": "two"]], ["content": ["first_comment": "more"]], ["variants": variants(out)],
      ["content": ["thread": ["more"]]], ["account_ids": [JSON(describing: open)]],
      ["content": ["media": [["url": "https://example.com/a.png", "alt_text": "b"]]]],
    ]
    for patch in refused {
      let error = try #require(throws: PostError.self, "\(patch.text)") { try update(patch) }
      #expect(error.problem.code == "already_published")
      #expect(error.problem.detail?.contains(out.description) == true)
      #expect(error.problem.detail?.contains(open.description) == false)
    }
    let version = try fixture.post(post.id).version
    #expect(version == before)
    let changed = try update(["variants": variants(open)])
    #expect(changed.version == version + 1 && changed.content.text == "one")
    let texts = changed.deliveries.map { changed.content.applying(variant: $0.variant).text }
    #expect(Set(texts) == ["one", "other"])
    // With a variant of its own it has nothing to do with the base.
    #expect(try update(["variants": [:]]).deliveries.allSatisfy { $0.variant == [:] })
  }

  @Test("The version before is held to it, and what it left is put right") func database() throws {
    let administrator = fixture.database.asAdministrator
    for state in ["failed", "missed", "cancelled"] {
      let id = try fixture.insertDelivery(state == "failed" ? "sending" : "scheduled")
      try administrator.query(
        """
        update delivery set state = \(state), lease_until = null, remote_id = null, published_at = null,
          error_code = 'content_rejected', error_detail = 'No.',
          remote_handle = jsonb_build_object('posted', jsonb_build_array(\(id.description)::text)) where id = \(id)
        """)
      let row = try administrator.only(
        "select state, remote_id, rest_code, published_at is not null as is_out from delivery where id = \(id)"
      )
      #expect(try row.value("state") == "published" && row.value("remote_id") == id.description)
      #expect(try row.value("rest_code") == (state == "failed" ? "content_rejected" : state))
      #expect(try row.value("is_out"))
    }
  }
}
