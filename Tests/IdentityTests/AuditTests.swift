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

  // Seen red: with a digest of events that left out what happened.
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
    ])
  func tampered(_ change: String) throws {
    #expect(try broken == nil)
    try database.asAdministrator.script(change)
    #expect(try broken != nil)
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
