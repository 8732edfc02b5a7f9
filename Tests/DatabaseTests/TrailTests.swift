internal import Core
internal import Database
internal import Migrations
internal import TestSupport
internal import Testing

@Suite("Whoever was there before the audit trail has one from the migration on") struct TrailTests {
  @Test("They get a first event, and those who have one get none") func begun() throws {
    let database = try PostgresServer.shared().makeEmptyDatabase()
    let migrations = Migrations(database.session(.owner, for: .seconds(60)))
    #expect(try migrations.apply(upTo: "0023_doors").last == "0023_doors")
    let old = try Tenant(in: database)
    let new = try Tenant(in: database)
    let administrator = database.asAdministrator
    for (stream, action) in [(new.user, "user.registered"), (new.organization, "organization.created")] {
      try administrator.query(
        "select record_event(\(stream), \(UUID.v7()), \(action), null, null, null, '{}')")
    }
    #expect(try migrations.apply().first == "0024_trails")
    let rows = try administrator.query(
      "select stream_id, action, sequence from event order by action, stream_id")
    let events = try rows.map { row -> String in
      let stream: UUID = try row.value("stream_id")
      return try "\(stream) \(row.value("action") as String) \(row.value("sequence") as Int)"
    }
    let begun = [old.user, old.organization].map(\.description).sorted().map { "\($0) trail.begun 1" }
    #expect(
      events == ["\(new.organization) organization.created 1"] + begun + ["\(new.user) user.registered 1"])
  }
}
