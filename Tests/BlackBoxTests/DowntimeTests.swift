internal import Core
internal import Harness
internal import Testing

/// Red when `Timing.backlogSpacing` is nothing: the gaps are then none.
@Suite(
  "After a downtime of two hours every workspace's rule holds, and nothing goes out in a burst",
  .bundle(with: ["BacklogSpacingSeconds": "1"]))
struct DowntimeTests {
  /// Of a workspace: how late its posts may be, and its accounts with what was due on them.
  private struct Scene {
    let customer: Customer
    let minutes: Int
    let accounts: [String]
    /// By the ids of the posts: how late each is when the host is back, in minutes. None is near the limit.
    var lateness: [String: Int] = [:]
  }

  private static let accounts = 8
  private static let total = 500

  private func scene(allowing minutes: Int, posts: Int) throws -> Scene {
    let customer = try Customer(try bundle())
    let patch: JSON = ["missed_after_minutes": JSON(minutes)]
    let changed = try customer.client.call("PATCH", "/v1/workspaces/\(customer.workspace)", patch.encoded())
    #expect(changed.status == 200, "\(changed.text)")
    let accounts = try (0..<Self.accounts).map { try customer.connect("x", as: "down_\(minutes)_\($0)") }
    var scene = Scene(customer: customer, minutes: minutes, accounts: accounts)
    // Well ahead, so that nothing of it is taken up before the downtime.
    let time = Instant.now() + .seconds(3600)
    for number in 0..<posts {
      let answer = try customer.compose(
        "Down \(minutes) \(number) \(UUID.v7())", on: [accounts[number % accounts.count]],
        ["scheduled_at": JSON(describing: time)])
      let id = try #require(answer.json["id"]?.string, "\(answer.text)")
      scene.lateness[id] = Self.lateness(number, of: posts, allowing: minutes)
    }
    return scene
  }

  /// From 2 to 120 minutes, with ten minutes on both sides of the limit left out.
  private static func lateness(_ number: Int, of count: Int, allowing minutes: Int) -> Int {
    let minute = 2 + number * 118 / (count - 1)
    return abs(minute - minutes) < 10 ? (minute < minutes ? max(2, minutes - 10) : minutes + 10) : minute
  }

  /// Moves the clock: what was planned was due so many minutes ago.
  private func move(_ scene: Scene) throws {
    let rows = scene.lateness.map { "('\($0.key)'::uuid, \($0.value))" }.joined(separator: ", ")
    try bundle().sql(
      """
      update delivery d set due_at = clock_timestamp() - late.minutes * interval '1 min',
        not_before = clock_timestamp() - late.minutes * interval '1 min'
      from (values \(rows)) as late (post_id, minutes) where d.post_id = late.post_id
      """)
  }

  private func posts(_ scene: Scene) throws -> [JSON] {
    var posts: [JSON] = []
    var cursor: String?
    repeat {
      let query =
        "workspace_id=\(scene.customer.workspace)&limit=100" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try scene.customer.client.get("/v1/posts?\(query)").json
      posts += page["data"]?.array ?? []
      cursor = page["next_cursor"]?.string
    } while cursor != nil
    return posts
  }

  /// Ends when all are published or missed, and says which.
  private func settled(_ scene: Scene) throws -> [String: JSON] {
    let posts = try wait(for: "end of the backlog", upTo: .seconds(180), every: .seconds(1)) {
      () -> [JSON]? in
      let posts = try self.posts(scene)
      return posts.allSatisfy { ["published", "missed"].contains($0["state"]?.string) } ? posts : nil
    }
    return Dictionary(posts.map { ($0["id"]?.string ?? "", $0) }) { first, _ in first }
  }

  @Test("Five hundred overdue posts of three workspaces: published or missed by each one's rule, and spaced")
  func downtime() throws {
    let bundle = try bundle()
    let scenes = [
      try scene(allowing: 15, posts: 166), try scene(allowing: 60, posts: 167),
      try scene(allowing: 10_080, posts: Self.total - 333),
    ]
    for scene in scenes { try move(scene) }
    try bundle.stop()
    try bundle.start()
    // The timers' work, in the order that is worse: what is missed is still there when turns are given.
    try bundle.invoke("DispatchDueDeliveries")
    try bundle.invoke("ReconcileDeliveries")
    for scene in scenes { try check(scene) }
    try checkSpacing()
    try catchUp(scenes[0])
  }

  private func check(_ scene: Scene) throws {
    let posts = try settled(scene)
    #expect(posts.count == scene.lateness.count)
    var texts: [String] = []
    for (id, late) in scene.lateness {
      let state = late < scene.minutes ? "published" : "missed"
      let post = posts[id] ?? .null
      #expect(post["state"]?.string == state, "\(late) minutes late, \(scene.minutes) allowed: \(post.text)")
      let code = post["deliveries"]?[0]?["error"]?["code"]?.string
      #expect(code == (state == "missed" ? "missed" : nil))
      if state == "published", let text = post["content"]?["text"]?.string { texts.append(text) }
    }
    let mark = "Down \(scene.minutes) "
    #expect(try scene.customer.ledger(mark).compactMap { $0["text"]?.string }.sorted() == texts.sorted())
    #expect(try events("delivery.missed", of: scene.customer) == posts.count - texts.count)
  }

  /// How many there are in the trail of the organization.
  private func events(_ action: String, of customer: Customer) throws -> Int {
    var count = 0
    var cursor: String?
    repeat {
      let query = "action=\(action)&limit=100" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try customer.client.get("/v1/audit-events?\(query)").json
      count += page["data"]?.array?.count ?? 0
      cursor = page["next_cursor"]?.string
    } while cursor != nil
    return count
  }

  /// Of each account, one goes out after the other: what is missed leaves no gaps, and none comes before its turn.
  private func checkSpacing() throws {
    let gaps = try bundle().sql(
      """
      select gap, count(*) from (select not_before - lag(not_before) over (partition by account_id
        order by not_before) as gap from delivery where state = 'published') g where gap is not null group by gap
      """)
    let published = try bundle().sql("select count(*) from delivery where state = 'published'")
    #expect(gaps == "00:00:01|\((Int(published) ?? 0) - 3 * Self.accounts)")
    let early = try bundle().sql(
      "select count(*) from delivery where state = 'published' and published_at < not_before")
    #expect(early == "0")
  }

  /// What was missed is published by a person's word: now, at another time, or as one delivery again.
  private func catchUp(_ scene: Scene) throws {
    let missed = scene.lateness.filter { $0.value > scene.minutes }.keys.sorted()
    try #require(missed.count >= 3)
    let client = scene.customer.client
    let time = Instant.now() + .seconds(3)
    let delivery = try #require(try scene.customer.show(missed[2])["deliveries"]?[0]?["id"]?.string)
    let answers = [
      try client.post("/v1/posts/\(missed[0])/publish"),
      try client.post("/v1/posts/\(missed[1])/schedule", ["at": JSON(describing: time)]),
      try client.post("/v1/deliveries/\(delivery)/retry"),
    ]
    #expect(answers.allSatisfy { $0.status == 200 })
    for id in missed.prefix(3) {
      let post = try published(["id": .string(id)], scene.customer)
      let text = try #require(post["content"]?["text"]?.string)
      #expect(try scene.customer.ledger(text).count == 1)
    }
  }
}
