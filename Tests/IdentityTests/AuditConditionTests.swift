internal import Audit
internal import Core
internal import Database
internal import TestSupport
internal import Testing

/// Whoever changes a trail mends what they know of, so that in each case one check alone is left to tell.
@Suite("Each check of the audit trail finds what no other would") struct AuditConditionTests {
  private let database: TestDatabase
  private let stream = UUID.v7()

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    let log = AuditLog(
      database.session(.app), Origin(address: "203.0.113.7", userAgent: "tests", traceID: "1-2-3"))
    for number in 0..<6 {
      try log.record(
        .sessionBegan, in: stream, by: UUID.v7(), on: "session:\(number)", after: ["n": JSON(number)])
    }
  }

  /// What is found, with its place.
  private func broken(in stream: UUID) throws -> String? {
    try EventStore(database.session(.worker)).findBroken(in: stream).map { "\($0.sequence): \($0.reason)" }
  }

  private static let missing = "an event before it is missing"
  private static let apart = "it does not follow the event before it"
  private static let changed = "it was changed"
  private static let personal = "its personal part was changed"
  private static let cutOff = "the last events are missing"

  /// What the digest of an event is made over, changed in the last one, which no other follows.
  private static let members = [
    "id = gen_random_uuid()", "occurred_at = occurred_at + interval '1 us'", "action = 'session.ended'",
    "actor_id = gen_random_uuid()", "target = 'session:x'", "trace_id = '1-2-4'", "trace_id = null",
  ]

  @Test("A member of the last event was changed, and nothing else", arguments: members)
  func member(_ change: String) throws {
    #expect(try broken(in: stream) == nil)
    try database.asAdministrator.script("update event set \(change) where sequence = 6")
    #expect(try broken(in: stream) == "6: \(Self.changed)")
  }

  @Test("All events were moved into another stream, with their digests") func moved() throws {
    let other = UUID.v7()
    try database.asAdministrator.script(
      """
      insert into event_stream (stream_id, sequence, sha256)
      select '\(other)', sequence, sha256 from event where sequence = 6;
      delete from event_private; update event set stream_id = '\(other)'
      """)
    #expect(try broken(in: other) == "1: \(Self.changed)")
  }

  /// With a digest that fits what the event is now, the last one also with a head that fits.
  private static let mending = "update event set sha256 = event_digest(event) where sequence = "
  private static let head = "update event_stream set sha256 = e.sha256 from event e where e.sequence = 6"

  private static let mended: [(change: String, found: String)] = [
    ("update event set action = 'a.b' where sequence = 6; \(mending) 6", "6: \(cutOff)"),
    ("update event set action = 'a.b' where sequence = 3; \(mending) 3", "4: \(apart)"),
    ("update event set previous_sha256 = '\\x00' where sequence = 6; \(mending) 6; \(head)", "6: \(apart)"),
    (
      """
      delete from event_private where sequence = 5; delete from event where sequence = 5;
      update event set previous_sha256 = (select sha256 from event where sequence = 4) where sequence = 6;
      \(mending) 6; \(head)
      """, "6: \(missing)"
    ),
    ("update event_private set content = '{}' where sequence = 6", "6: \(personal)"),
    ("update event_private set salt = '\\x00' where sequence = 6", "6: \(personal)"),
    (
      """
      update event_private set content = '{}' where sequence = 6;
      update event e set private_sha256 = private_digest(p.salt, p.content) from event_private p
      where e.sequence = 6 and p.sequence = 6
      """, "6: \(changed)"
    ),
    ("delete from event_private where sequence = 6; delete from event where sequence = 6", "6: \(cutOff)"),
    (
      "update event_stream s set sequence = 5, sha256 = e.sha256 from event e where e.sequence = 5",
      "6: the head of its stream does not count it"
    ),
  ]

  @Test("What else would tell was mended", arguments: mended)
  func isFound(_ change: String, _ found: String) throws {
    #expect(try broken(in: stream) == nil)
    try database.asAdministrator.script(change)
    #expect(try broken(in: stream) == found)
  }

  @Test("The same content has another digest each time: what was erased cannot be guessed") func salt() throws
  {
    let log = AuditLog(database.session(.app), .job(traceID: nil))
    for _ in 0..<2 { try log.record(.sessionEnded, in: stream, by: nil) }
    let digests = try database.asAdministrator.query(
      "select distinct private_sha256 from event where sequence > 6")
    #expect(digests.count == 2)
  }
}
