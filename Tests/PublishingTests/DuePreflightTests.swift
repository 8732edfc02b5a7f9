internal import Audit
internal import Core
internal import Database
internal import Identity
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What would fail is told of ten minutes ahead, once per delivery and revision")
struct DuePreflightTests {
  private let fixture: PublishingFixture
  private let account: UUID

  init() throws {
    fixture = try PublishingFixture()
    account = try fixture.insertAccount()
  }

  private func lookAhead() throws -> JSONObject {
    try DuePreflight(fixture.database.session(.worker), from: .job(traceID: nil))
      .run(until: .now() + .seconds(60))
  }

  private func schedule(in time: Duration) throws -> UUID {
    try fixture.planner.schedule(fixture.createPost(to: [account]).id, at: .now() + time).id
  }

  private func breakAccount() throws {
    try fixture.database.asAdministrator.query(
      """
      update account set state = 'reconnect', error_code = 'reauthorize', error_detail = 'X took it back.'
      where id = \(account)
      """)
  }

  private func notices() throws -> [JSON] {
    try fixture.database.asAdministrator.query("select body from outbox where queue = 'mail' order by id")
      .map { try $0.value("body") }
  }

  private func events() throws -> Int {
    try fixture.database.asAdministrator.only(
      "select count(*) as n from event where action = 'delivery.at_risk'"
    ).value("n")
  }

  private func risks(_ post: UUID) throws -> JSON? {
    try fixture.post(post).json["deliveries"]?[0]?["risks"]
  }

  @Test("A post on an account that was lost is told of once, and again after a change") func once() throws {
    let post = try schedule(in: .seconds(500))
    #expect(try lookAhead() == ["checked": 1, "at_risk": 0])
    #expect(try lookAhead() == ["checked": 0, "at_risk": 0])
    try breakAccount()
    // What was looked at stays looked at, until it is changed.
    #expect(try lookAhead() == ["checked": 0, "at_risk": 0])
    try fixture.database.asAdministrator.query("update delivery set revision = revision + 1")
    #expect(try lookAhead() == ["checked": 1, "at_risk": 1])
    #expect(try lookAhead() == ["checked": 0, "at_risk": 0])
    #expect(try events() == 1)
    let notice = try #require(try notices().first)
    #expect(try notices().count == 1)
    #expect(notice["user_id"] == JSON(describing: fixture.member.user))
    #expect(notice["text"]?.string?.contains("X took it back.") == true)
    #expect(try risks(post)?[0]?["code"] == "account_reconnect")
    try fixture.database.asAdministrator.query("update delivery set revision = revision + 1")
    #expect(try risks(post) == [])
    #expect(try lookAhead()["at_risk"] == 1)
    #expect(try events() == 2)
    #expect(try notices().count == 2)
  }

  @Test("What is far, out of the plan or deleted is not looked at") func others() throws {
    try breakAccountLater()
    #expect(try lookAhead() == ["checked": 0, "at_risk": 0])
    #expect(try notices().isEmpty)
  }

  private func breakAccountLater() throws {
    _ = try schedule(in: .seconds(660))
    _ = try fixture.createPost(to: [account])
    let cancelled = try schedule(in: .seconds(500))
    _ = try fixture.planner.cancel(cancelled)
    let deleted = try schedule(in: .seconds(500))
    try fixture.planner.delete(deleted, version: nil)
    try breakAccount()
  }

  @Test("Several accounts of one post make one message that names each") func grouped() throws {
    let other = try fixture.insertAccount("43")
    let post = try fixture.createPost(to: [account, other])
    _ = try fixture.planner.schedule(post.id, at: .now() + .seconds(500))
    try fixture.database.asAdministrator.query(
      "update account set state = 'reconnect', name = 'cafe ' || remote_id")
    #expect(try lookAhead() == ["checked": 2, "at_risk": 2])
    let text = try #require(try notices().first?["text"]?.string)
    #expect(try notices().count == 1)
    #expect(text.contains("cafe 42 must be connected again"))
    #expect(text.contains("cafe 43 must be connected again"))
    #expect(try events() == 2)
  }

  @Test("A file that is gone and access that ends before are seen too") func ahead() throws {
    let post = try schedule(in: .seconds(500))
    try fixture.database.asAdministrator.query(
      """
      update account set token_expires_at = clock_timestamp() + interval '5 min',
        renewal_failed_at = clock_timestamp()
      """)
    try fixture.database.asAdministrator.query(
      """
      update post set content = jsonb_set(content, '{media}',
        \(["id": .string(UUID.v7().description)] as JSON)::jsonb || '[]'::jsonb)
      """)
    #expect(try lookAhead() == ["checked": 1, "at_risk": 1])
    let codes = try risks(post)?.array?.compactMap { $0["code"]?.string } ?? []
    #expect(Set(codes) == ["unknown_media", "access_ends"])
  }

  @Test("Two timers at once tell once") func twice() async throws {
    for _ in 0..<20 { _ = try schedule(in: .seconds(500)) }
    try breakAccount()
    let checked = try await withThrowingTaskGroup { group in
      for _ in 0..<2 { group.addTask { try lookAhead()["checked"]?.integer ?? 0 } }
      return try await group.reduce(0, +)
    }
    #expect(checked == 20)
    #expect(try events() == 20)
    #expect(try notices().count == 20)
  }
}
