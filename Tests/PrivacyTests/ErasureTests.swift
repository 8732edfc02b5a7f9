internal import Audit
internal import Core
internal import Database
internal import ObjectFixtures
internal import Objects
internal import Privacy
internal import TestSupport
internal import Testing

@Suite("Who is erased is nowhere any more, and others keep what is theirs", .serialized) struct ErasureTests {
  private func person(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    // Ana is a member of Ben's organization too, and has written a post there.
    try fixture.join(ana.user, ben.organization, as: "author")
    let post = try ben.insertPost(text: "Shared")
    try fixture.administrator.query("update post set author_id = \(ana.user) where id = \(post)")
    let export = try fixture.export(.person(ana.user), by: ana.user).id
    #expect(try fixture.tables(with: "ana@example").count >= 5)
    let before = try fixture.tables(with: "ben")
    _ = try fixture.requestErasure(of: .person(ana.user), by: ana.user)

    let counts = try fixture.eraser().run(until: .now() + .seconds(60))
    #expect(counts == ["erased": 1, "postponed": 0])

    #expect(try fixture.tables(with: "ana@example") == [])
    #expect(try fixture.tables(with: "Browser of ana") == [])
    #expect(try fixture.tables(with: "By ana") == [])
    // Her own organization went with her; Ben's did not, nor the post in it.
    #expect(
      try fixture.tables(with: ana.organization.description) == ["event", "event_private", "event_stream"])
    #expect(try fixture.tables(with: "ben") == before)
    #expect(try ben.postState(post) == "draft")
    let row = try fixture.administrator.only(
      "select name, password_hash from app_user where id = \(ana.user)")
    #expect(try row.value("name") == "Erased person")
    #expect(try row.value("password_hash") == "!")
    #expect(try fixture.bucket.head("\(export)/part-1.json") == nil)
    // The chains still hold, and say that it was done.
    let events = EventStore(fixture.database.session(.privacy))
    for stream in [ana.user, ana.organization, ben.user, ben.organization] {
      #expect(try events.findBroken(in: stream) == nil)
    }
    var filter = EventFilter(stream: ana.user)
    filter.action = "erasure.done"
    #expect(try events.list(filter, limit: 10, before: nil).count == 1)
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 0, "postponed": 0])
  }

  @Test("A person, with the organization that is theirs alone") func person() throws {
    try ObjectServer.with { try person(in: $0) }
  }

  private func organization(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    try fixture.join(ben.user, ana.organization, as: "admin")
    let (files, others) = (try fixture.storeFiles(of: ana), try fixture.storeFiles(of: ben))
    _ = try fixture.requestErasure(of: .organization(ana.organization), by: ana.user)
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 1, "postponed": 0])
    // That it was done, and nothing else.
    #expect(
      try fixture.tables(with: ana.organization.description) == [
        "erasure", "event", "event_private", "event_stream",
      ])
    let rows = try fixture.administrator.query(
      "select content from event_private where stream_id = \(ana.organization)")
    #expect(try rows.map { try $0.value("content") as JSON } == [[:]])
    for file in files { #expect(try fixture.bucket.head(file) == nil, "\(file)") }
    for file in others { #expect(try fixture.bucket.head(file) != nil, "\(file)") }
    // The people stay.
    #expect(try fixture.tables(with: "ana@example").contains("app_user"))
    #expect(try fixture.tables(with: ben.organization.description).contains("post"))
    #expect(
      try EventStore(fixture.database.session(.privacy)).findBroken(in: ana.organization) == nil)
  }

  @Test("An organization, and not its people") func organization() throws {
    try ObjectServer.with { try organization(in: $0) }
  }

  private func lostRight(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    try fixture.join(ben.user, ana.organization, as: "owner")
    let asked = try fixture.requestErasure(of: .organization(ana.organization), by: ben.user)
    try fixture.administrator.query(
      "update membership set role = 'admin' where organization_id = \(ana.organization) and user_id = \(ben.user)"
    )
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 0, "postponed": 1])
    let row = try fixture.administrator.only(
      "select cancelled_at is not null and done_at is null as is_cancelled from erasure where id = \(asked)")
    #expect(try row.value("is_cancelled") == true)
    #expect(try fixture.tables(with: ana.organization.description).contains("workspace"))
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 0, "postponed": 0])
  }

  @Test("An organization is not erased for who owns it no longer when it is due")
  func lostRight() throws { try ObjectServer.with { try lostRight(in: $0) } }

  private func waiting(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    let early = try fixture.requestErasure(of: .person(ana.user), by: ana.user, dueIn: .seconds(60))
    let cancelled = try fixture.requestErasure(of: .person(ben.user), by: ben.user)
    try fixture.administrator.query(
      "update erasure set cancelled_at = clock_timestamp() where id = \(cancelled)")
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 0, "postponed": 0])
    // Ben joined Ana's organization, of which she is the only owner, after she asked.
    try fixture.join(ben.user, ana.organization, as: "viewer")
    try fixture.administrator.query("update erasure set due_at = clock_timestamp() where id = \(early)")
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 0, "postponed": 1])
    #expect(try fixture.tables(with: "ana@example").contains("app_user"))
    try fixture.administrator.query(
      "update membership set role = 'owner' where (organization_id, user_id) = (\(ana.organization), \(ben.user))"
    )
    try fixture.administrator.query("update erasure set due_at = clock_timestamp() where id = \(early)")
    #expect(try fixture.eraser().run(until: .now() + .seconds(60)) == ["erased": 1, "postponed": 0])
    #expect(try fixture.tables(with: ana.organization.description).contains("workspace"))
  }

  @Test("Not before it is due, not when it was cancelled, and not while others need the person")
  func waiting() throws { try ObjectServer.with { try waiting(in: $0) } }
}
