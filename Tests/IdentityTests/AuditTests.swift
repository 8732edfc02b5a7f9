internal import Audit
internal import Core
internal import Database
internal import TestSupport
internal import Testing

@Suite("The audit trail shows every change made to it") struct AuditTests {
  private let database: TestDatabase
  private let stream = UUID.v7()

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    let log = AuditLog(
      database.session(.app), Origin(address: "203.0.113.7", userAgent: "tests", traceID: "1-2-3"))
    for number in 0..<20 {
      try log.record(
        .sessionBegan, in: stream, by: UUID.v7(), on: "session:\(number)", before: nil,
        after: ["n": JSON(number)])
    }
  }

  private var broken: BrokenEvent? {
    get throws { try EventStore(database.session(.worker)).findBroken(in: stream) }
  }

  @Test("A trail that nobody touched holds, also when what it says of persons was erased")
  func untouched() throws {
    #expect(try broken == nil)
    try database.asAdministrator.query("delete from event_private where sequence % 3 = 0")
    #expect(try broken == nil)
    let events = try EventStore(database.session(.app, Scope(organization: stream, user: nil)))
      .list(EventFilter(stream: stream), limit: 100, before: nil)
    #expect(events.map(\.sequence) == Array((1...20).reversed()))
    #expect(events.first?.json["after"]?["n"]?.integer == 19)
    #expect(events.first { $0.sequence == 18 }?.json["after"]?.isNull == true)
  }

  @Test(
    "A changed, removed, moved or added event is found",
    arguments: [
      "update event set action = 'session.ended' where sequence = 7",
      "update event set occurred_at = occurred_at + interval '1 s' where sequence = 7",
      "update event set actor_id = null where sequence = 7",
      "update event_private set content = content || '{\"address\": \"198.51.100.1\"}' where sequence = 7",
      "delete from event_private where sequence = 7; delete from event where sequence = 7",
      "delete from event_private where sequence = 20; delete from event where sequence = 20",
      "update event set target = (select target from event e where e.sequence = 8) where sequence = 7",
      "update event set (action, sha256) = ('session.ended', sha256(sha256)) where sequence = 7",
      // One that fits in with its neighbours: only that the next digest covers this one shows it.
      """
      update event set action = 'session.ended' where sequence = 7;
      update event e set sha256 = event_digest(e) where sequence = 7;
      update event e set previous_sha256 = (select sha256 from event p where p.sequence = 7) where sequence = 8
      """,
    ])
  func tampered(_ change: String) throws {
    #expect(try broken == nil)
    try database.asAdministrator.script(change)
    #expect(try broken != nil)
  }

  /// Somebody who registered, with what is recorded of it.
  private func register() throws -> (user: UUID, organization: UUID) {
    let (user, organization) = (UUID.v7(), UUID.v7())
    try database.asAdministrator.query(
      "insert into app_user (id, email, name) values (\(user), \("\(user)@example.com"), 'Ana')")
    try database.asAdministrator.query("insert into organization (id, name) values (\(organization), 'Cafe')")
    let log = AuditLog(database.session(.identity), .job(traceID: nil))
    try log.record(.userRegistered, in: user, by: user)
    for _ in 0..<3 { try log.record(.sessionBegan, in: user, by: user) }
    try log.record(.organizationCreated, in: organization, by: user)
    for _ in 0..<3 { try log.record(.organizationRenamed, in: organization, by: user) }
    return (user, organization)
  }

  /// The streams in which something is wrong, as the job finds them.
  private func problems() throws -> [String] {
    let result = try AuditVerifier(database.session(.worker)).run(until: .now() + .seconds(30))
    #expect(result.counts["is_complete"] == true)
    return result.problems.compactMap { $0["stream"]?.string }
  }

  @Test("A stream that is gone is missed, an organization's as well as a person's", arguments: [false, true])
  func removed(isBegunAnew: Bool) throws {
    let (user, organization) = try register()
    let others = try (0..<120).map { _ in try register() }
    #expect(try problems() == [])
    for stream in [user, organization] {
      try database.asAdministrator.script(
        """
        delete from event_private where stream_id = '\(stream)'; delete from event where stream_id = '\(stream)';
        delete from event_stream where stream_id = '\(stream)'
        """)
      if isBegunAnew {
        try AuditLog(database.session(.app), .job(traceID: nil)).record(.memberInvited, in: stream, by: nil)
      }
    }
    #expect(try Set(problems()) == [user.description, organization.description])
    #expect(others.count == 120)
  }

  @Test(
    "A trail begins once, with what it is of: no function begins it anew",
    arguments: ["organization.created", "user.registered", "trail.begun"])
  func begunAnew(_ name: String) throws {
    let action = try #require(AuditAction(rawValue: name))
    let (user, organization) = try register()
    let log = AuditLog(database.session(.app), .job(traceID: nil))
    for stream in [user, organization] {
      #expect(throws: DatabaseError.self) { try log.record(action, in: stream, by: nil) }
      try database.asAdministrator.script(
        """
        delete from event_private where stream_id = '\(stream)'; delete from event where stream_id = '\(stream)';
        delete from event_stream where stream_id = '\(stream)';
        update app_user set created_at = created_at - interval '6 min' where id = '\(stream)';
        update organization set created_at = created_at - interval '6 min' where id = '\(stream)'
        """)
      #expect(throws: DatabaseError.self) { try log.record(action, in: stream, by: nil) }
      // Nor does the one that owns the tables, unless it knows the time, or writes another event first.
      try log.record(.memberInvited, in: stream, by: nil)
      try database.asAdministrator.script(
        """
        update event set action = '\(name)' where stream_id = '\(stream)';
        update event e set sha256 = event_digest(e) where stream_id = '\(stream)';
        update event_stream s set sha256 = e.sha256 from event e
        where s.stream_id = '\(stream)' and e.stream_id = s.stream_id;
        update migration set applied_at = applied_at - interval '2 hours'
        """)
    }
    #expect(try Set(problems()) == [user.description, organization.description])
  }

  @Test(
    "The heads that have moved are told, so that a trail written anew as a whole differs from what was logged"
  )
  func movedHeads() throws {
    let (user, _) = try register()
    func heads() throws -> [String] {
      let found = try AuditVerifier(database.session(.worker)).run(until: .now() + .seconds(30)).heads
      return found.flatMap { $0["heads"]?.array ?? [] }.compactMap(\.string)
    }
    let first = try heads()
    #expect(first.count == 3 && first.contains { $0.hasPrefix("\(user):4:") })
    try AuditLog(database.session(.identity), .job(traceID: nil)).record(.sessionEnded, in: user, by: user)
    #expect(try heads().contains { $0.hasPrefix("\(user):5:") })
    try database.asAdministrator.query("update event set occurred_at = occurred_at - interval '26 hours'")
    #expect(try heads() == [])
  }

  @Test("Events at the end that the head of a stream does not count are found")
  func head() throws {
    let (user, _) = try register()
    try database.asAdministrator.script(
      """
      update event_stream s set (sequence, sha256) = (2, e.sha256) from event e
      where s.stream_id = '\(user)' and (e.stream_id, e.sequence) = (s.stream_id, 2)
      """)
    #expect(try problems() == [user.description])
  }

  @Test("A stream of events that all are gone is found while its head is there, whatever that says")
  func emptied() throws {
    let (user, organization) = try register()
    try database.asAdministrator.script(
      """
      delete from event_private where stream_id in ('\(user)', '\(organization)');
      delete from event where stream_id in ('\(user)', '\(organization)');
      update event_stream set (sequence, sha256) = (0, '') where stream_id = '\(user)'
      """)
    #expect(try Set(problems()) == [user.description, organization.description])
  }

  @Test("An organization that was erased needs no stream, a person who was erased keeps theirs")
  func erased() throws {
    let (user, organization) = try register()
    try database.asAdministrator.script(
      """
      delete from organization where id = '\(organization)';
      update app_user set erased_at = now() where id = '\(user)';
      delete from event_private
      """)
    #expect(try problems() == [])
  }

  @Test("Functions can write events by the function only, and cannot change or remove one")
  func grants() throws {
    for role in [PostgresServer.Role.app, .worker, .identity] {
      let session = database.session(role)
      for statement: SQL in [
        "update event set action = 'a.b'", "delete from event", "delete from event_private",
        "insert into event_stream (stream_id) values (gen_random_uuid())",
      ] {
        #expect(throws: DatabaseError.self) { try session.query(statement) }
      }
    }
  }

  @Test("An organization sees its own events only")
  func isolation() throws {
    let other = database.session(.app, Scope(organization: .v7(), user: .v7()))
    #expect(try EventStore(other).list(EventFilter(stream: stream), limit: 10, before: nil).isEmpty)
  }

  @Test("Events of one stream that are written at the same time follow each other")
  func concurrency() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let log = AuditLog(database.session(.app), .job(traceID: nil))
          for _ in 0..<25 { try log.record(.sessionEnded, in: stream, by: nil) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try broken == nil)
    let count = try database.asAdministrator.only("select count(*) as n, max(sequence) as last from event")
    #expect(try count.value("n") == 120 && count.value("last") == 120)
  }
}
