internal import Core
internal import Database
internal import Posts
internal import TestSupport
internal import Testing

@Suite("The database itself keeps the state machine") struct StateMachineTests {
  /// The whole table, written out a second time on purpose.
  private static let edges: [String: Set<String>] = [
    "draft": ["scheduled", "cancelled"],
    "scheduled": ["queued", "cancelled", "missed"],
    "queued": ["claimed", "scheduled", "cancelled", "missed"],
    "claimed": ["sending", "scheduled", "failed"],
    "sending": ["published", "pending_remote", "scheduled", "failed", "unknown"],
    "pending_remote": ["published", "failed", "unknown", "scheduled", "needs_review"],
    "unknown": ["published", "scheduled", "failed", "needs_review"],
    "published": ["removing"],
    "removing": ["removed", "published"],
    "removed": [],
    "failed": ["scheduled", "cancelled"],
    "needs_review": ["published", "scheduled", "failed", "cancelled"],
    "cancelled": [],
    "missed": ["scheduled", "cancelled"],
  ]

  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  @Test("A delivery goes along the edges and no others", arguments: edges.keys.sorted())
  func transitions(_ old: String) throws {
    let allowed = try #require(Self.edges[old])
    for new in Self.edges.keys where new != old {
      let delivery = try fixture.insertDelivery(old)
      let move = { () throws(DatabaseError) in
        _ = try fixture.database.asAdministrator.query(
          """
          update delivery set state = \(new), lease_until = case when \(new) in ('claimed', 'sending')
            then clock_timestamp() end
          where id = \(delivery)
          """)
      }
      if allowed.contains(new) {
        try move()
      } else {
        #expect(throws: DatabaseError.constraint(.check, name: "delivery_transition"), "\(old) to \(new)") {
          try move()
        }
      }
      #expect(try fixture.delivery(delivery).state == (allowed.contains(new) ? new : old))
    }
  }

  @Test("A fence never goes back") func fence() throws {
    let delivery = try fixture.insertDelivery("queued")
    let administrator = fixture.database.asAdministrator
    try administrator.query("update delivery set fence = 7 where id = \(delivery)")
    #expect(throws: DatabaseError.constraint(.check, name: "delivery_fence")) {
      try administrator.query("update delivery set fence = 6 where id = \(delivery)")
    }
  }

  @Test("What is published has an address or a person's word")
  func publishedNeedsProof() throws {
    let delivery = try fixture.insertDelivery("unknown")
    #expect(throws: DatabaseError.self) {
      try fixture.database.asAdministrator.query(
        "update delivery set state = 'published', remote_id = null where id = \(delivery)")
    }
  }

  @Test(
    "An attempt is finished once and never changed or removed",
    arguments: [
      "update delivery_attempt set worker = 'other'", "update delivery_attempt set step = 1",
      "update delivery_attempt set fence = 2", "update delivery_attempt set request_sha256 = 'x'",
      "update delivery_attempt set started_at = now()", "delete from delivery_attempt",
    ] as [SQLText])
  func appendOnly(_ change: SQLText) throws {
    let administrator = fixture.database.asAdministrator
    let refusal = DatabaseError.constraint(.check, name: "attempt_append_only")
    let delivery = try fixture.insertDelivery("sending")
    try fixture.insertAttempt(delivery, outcome: nil)
    #expect(throws: refusal) { try administrator.query(change.sql) }
    let finish: SQL = "update delivery_attempt set finished_at = clock_timestamp(), outcome = 'retry'"
    try administrator.query(finish)
    #expect(throws: refusal) { try administrator.query(finish) }
    #expect(throws: refusal) { try administrator.query(change.sql) }
    #expect(try fixture.attempts(delivery) == ["0 retry"])
  }

  @Test(
    "The state of a post follows from those of its deliveries",
    arguments: [
      ([], "draft"), (["draft"], "draft"), (["draft", "cancelled"], "draft"),
      (["scheduled"], "scheduled"), (["queued"], "scheduled"), (["claimed"], "scheduled"),
      (["scheduled", "failed"], "scheduled"), (["scheduled", "missed", "cancelled"], "scheduled"),
      (["sending"], "publishing"), (["pending_remote"], "publishing"),
      (["published", "queued"], "publishing"), (["published", "sending"], "publishing"),
      (["published"], "published"), (["published", "published"], "published"),
      (["published", "failed"], "partial"), (["published", "missed"], "partial"),
      (["published", "cancelled"], "partial"), (["published", "draft"], "partial"),
      (["unknown"], "unknown"), (["unknown", "published", "sending", "failed"], "unknown"),
      (["needs_review"], "needs_review"), (["needs_review", "unknown", "published"], "needs_review"),
      (["failed"], "failed"), (["failed", "missed", "cancelled"], "failed"),
      (["missed"], "missed"), (["missed", "draft", "cancelled"], "missed"),
      (["cancelled"], "cancelled"), (["cancelled", "cancelled"], "cancelled"),
      (["removing"], "published"), (["removing", "published"], "published"), (["removed"], "removed"),
      (["removed", "published"], "partial"), (["removed", "failed"], "failed"),
      (["removed", "cancelled"], "removed"), (["removed", "scheduled"], "scheduled"),
    ])
  func rollUp(_ states: [String], _ expected: String) throws {
    let post = try fixture.createPost(to: [fixture.insertAccount()]).id
    try fixture.database.asAdministrator.query("delete from delivery where post_id = \(post)")
    for state in states { _ = try fixture.insertDelivery(state, post: post) }
    #expect(try fixture.post(post).state == expected)
  }

  @Test("Two deliveries that end at the same moment are both seen by their post")
  func concurrentRollUp() async throws {
    for _ in 0..<10 {
      let post = try fixture.createPost(to: [fixture.insertAccount(UUID.v7().description)]).id
      try fixture.database.asAdministrator.query("delete from delivery where post_id = \(post)")
      let deliveries = try (0..<4).map { _ in try fixture.insertDelivery("sending", post: post) }
      try await withThrowingTaskGroup { group in
        for delivery in deliveries {
          group.addTask {
            _ = try fixture.database.asAdministrator.query(
              "update delivery set state = 'published', lease_until = null where id = \(delivery)")
          }
        }
        try await group.waitForAll()
      }
      #expect(try fixture.post(post).state == "published")
    }
  }
}

/// A statement that a test is repeated for.
struct SQLText: Sendable, ExpressibleByStringLiteral, CustomTestStringConvertible {
  let sql: SQL
  let testDescription: String

  init(stringLiteral text: String) {
    sql = SQL(stringLiteral: text)
    testDescription = text
  }
}
