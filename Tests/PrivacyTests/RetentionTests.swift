internal import Core
internal import Database
internal import ObjectFixtures
internal import Objects
internal import Privacy
internal import TestSupport
internal import Testing

@Suite("What has served its time goes, and nothing else", .serialized) struct RetentionTests {
  private static func count(_ fixture: PrivacyFixture) throws -> [String: Int] {
    let row = try fixture.administrator.only(
      """
      select (select count(*) from rate_limit)::int as limits, (select count(*) from mailed_link)::int as links,
        (select count(*) from user_session)::int as sessions, (select count(*) from idempotency_key)::int as keys,
        (select count(*) from connection_attempt)::int as attempts, (select count(*) from invitation)::int as invitations,
        (select count(*) from live_connection)::int as live, (select count(*) from webhook_receipt)::int as webhooks,
        (select count(*) from registration)::int as registrations
      """)
    let names = [
      "limits", "links", "sessions", "keys", "attempts", "invitations", "live", "webhooks", "registrations",
    ]
    return Dictionary(uniqueKeysWithValues: try names.map { ($0, try row.value($0) as Int) })
  }

  private func prune(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let tenants = try ["ana", "ben", "eva"].map { try fixture.person(named: $0) }
    for tenant in tenants {
      try fixture.administrator.query(
        "insert into rate_limit values (\("k-\(tenant.user)"), clock_timestamp(), interval '1 s')")
      try fixture.administrator.query(
        "insert into webhook_receipt (id, platform, body, sha256) values (\(UUID.v7()), 'x', '\\x00', \(Bytes(tenant.user.bytes)))"
      )
    }
    for tenant in tenants {
      try fixture.administrator.query(
        """
        insert into registration (id, email, name, organization_name, time_zone, password_hash)
        values (\(tenant.user), \("\(tenant.user)@example.com"), 'A', 'B', 'UTC', '!')
        """)
    }
    let retention = Retention(fixture.database.session(.privacy), fixture.bucket, batch: 1)
    _ = try retention.run(until: .now() + .seconds(60))
    #expect(try Self.count(fixture).values.allSatisfy { $0 == 3 })

    // Of two of the three, everything is of long ago.
    let old = tenants.prefix(2).map(\.user)
    let session = fixture.administrator
    for statement in [
      "update rate_limit set due_at = due_at - interval '2 hours' where substr(key, 3)::uuid = any ($1)",
      "update mailed_link set expires_at = expires_at - interval '8 days' where user_id = any ($1)",
      "update user_session set revoked_at = clock_timestamp() - interval '31 days' where user_id = any ($1)",
      "update idempotency_key set created_at = created_at - interval '8 days' where user_id = any ($1)",
      "update connection_attempt set expires_at = expires_at - interval '2 hours' where user_id = any ($1)",
      "update invitation set expires_at = expires_at - interval '31 days' where invited_by = any ($1)",
      "update registration set expires_at = clock_timestamp() where id = any ($1)",
      "update live_connection set expires_at = expires_at - interval '2 days' where user_id = any ($1)",
      "update webhook_receipt set received_at = received_at - interval '91 days' where encode(sha256, 'hex')::uuid = any ($1)",
    ] {
      let ids = old.map { "'\($0)'::uuid" }.joined(separator: ", ")
      try session.script(statement.replacing("any ($1)", with: "any (array[\(ids)])"))
    }
    let counts = try retention.run(until: .now() + .seconds(60))
    let left = try Self.count(fixture)
    #expect(left.values.allSatisfy { $0 == 1 }, "\(left)")
    for name in [
      "rate_limits", "links", "sessions", "idempotency_keys", "connection_attempts", "invitations",
      "registrations",
    ] {
      #expect(counts[name] == 2, "\(name)")
    }
  }

  @Test("Batch by batch, what is old and not what is young") func rows() throws {
    try ObjectServer.with { try prune(in: $0) }
  }

  private func exports(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let ana = try fixture.person(named: "ana")
    let (old, young) = (
      try fixture.export(.person(ana.user), by: ana.user).id,
      try fixture.export(.person(ana.user), by: ana.user).id
    )
    try fixture.administrator.query(
      "update data_export set expires_at = clock_timestamp() - interval '1 s' where id = \(old)")
    let retention = Retention(fixture.database.session(.privacy), fixture.bucket)
    #expect(try retention.run(until: .now() + .seconds(60))["export_files"] == 1)
    #expect(try fixture.bucket.head("\(old)/part-1.json") == nil)
    #expect(try fixture.bucket.head("\(young)/part-1.json") != nil)
    try fixture.administrator.query(
      "update data_export set expires_at = clock_timestamp() - interval '31 days' where id = \(old)")
    #expect(try retention.run(until: .now() + .seconds(60))["exports"] == 1)
    #expect(try fixture.administrator.query("select from data_export").count == 1)
  }

  @Test("Files of exports go after a week, and what is known of them a month later") func exports() throws {
    try ObjectServer.with { try exports(in: $0) }
  }

  @Test("Without time it stops") func noTime() throws {
    try ObjectServer.with { server in
      let fixture = try PrivacyFixture(server)
      let counts = try Retention(fixture.database.session(.privacy), fixture.bucket).run(until: .now())
      #expect(counts["sessions"] == 0)
    }
  }
}
