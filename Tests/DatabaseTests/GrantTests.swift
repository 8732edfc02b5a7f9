internal import Core
internal import Database
internal import TestSupport
internal import Testing

@Suite("The role of a function reaches the tables of its feature and no others") struct GrantTests {
  /// Every table that a role reaches, with what it may do there, in PostgreSQL's letters: r reads, a adds, w changes,
  /// d deletes. A right to some columns counts. Written out a second time on purpose.
  private static let table: [PostgresServer.Role: [String: String]] = [
    .app: [
      "account": "raw", "api_key": "raw", "app_user": "r", "comment": "r", "connection_attempt": "rad",
      "connection_choice": "rad", "consent": "raw", "data_export": "ra", "delivery": "rawd",
      "delivery_attempt": "raw",
      "delivery_wait": "r", "event": "r", "event_private": "r", "event_stream": "r",
      "idempotency_key": "raw",
      "invitation": "rawd", "live_connection": "rad", "media": "rawd", "media_usage": "r",
      "media_variant": "rawd",
      "membership": "rwd",
      "organization": "rw",
      "outbox": "raw", "platform_gate": "raw", "post": "raw",
      "rate_limit": "rawd", "second_factor": "r", "timer_tick": "r", "user_session": "r", "workspace": "raw",
      "member_standing": "r", "session_standing": "r",
    ],
    .worker: [
      "account": "rw", "app_user": "r", "comment": "ra", "delivery": "rw", "delivery_attempt": "rw",
      "delivery_wait": "r",
      "event": "r",
      "event_private": "r", "event_stream": "r", "live_connection": "rd", "media": "rw",
      "media_variant": "rw", "membership": "r", "member_standing": "r", "migration": "r", "organization": "r",
      "outbox": "rawd",
      "platform_gate": "r",
      "post": "rw", "rate_limit": "rawd", "second_factor": "r", "session_standing": "r",
      "timer_tick": "raw", "user_session": "r", "webhook_receipt": "ra", "workspace": "r",
    ],
    .identity: [
      "api_key": "rw", "member_standing": "r", "session_standing": "r",
      "app_user": "raw", "common_password": "r", "erasure": "raw", "invitation": "rd", "mailed_link": "raw",
      "membership": "raw",
      "organization": "raw", "outbox": "raw", "rate_limit": "rawd", "recovery_code": "rad",
      "registration": "rawd", "second_factor": "rawd",
      "sign_in": "rawd", "sign_in_attempt": "rad",
      "user_session": "raw", "workspace": "ra",
    ],
    .privacy: [
      "account": "rwd", "api_key": "rd", "app_user": "rw", "comment": "rd", "connection_attempt": "rd",
      "connection_choice": "rd", "consent": "rd",
      "data_export": "rwd", "delivery": "rd", "delivery_attempt": "rd", "erasure": "rw", "event": "r",
      "event_private": "rd", "event_stream": "r", "idempotency_key": "rd", "invitation": "rd",
      "live_connection": "rd", "mailed_link": "rd", "media": "rd", "media_usage": "rd",
      "media_variant": "rd", "membership": "rd",
      "organization": "rwd",
      "outbox": "rd",
      "post": "rwd", "rate_limit": "rd", "recovery_code": "rd",
      "registration": "rd", "second_factor": "rwd", "sign_in": "rd",
      "sign_in_attempt": "rd", "user_session": "rd", "webhook_receipt": "rd", "workspace": "rd",
    ],
  ]
  /// What a role changes of a table that it may not change as a whole.
  private static let columns: [String] = [
    "clientnest_app api_key expires_at",
    "clientnest_app api_key last_used_at",
    "clientnest_app api_key revoked_at",
    "clientnest_app consent withdrawn_at",
    "clientnest_app media alt_text",
    "clientnest_app media file_name",
    "clientnest_app media updated_at",
    "clientnest_app media_variant purposes",
    "clientnest_app membership role",
    "clientnest_app organization name",
    "clientnest_app organization requires_second_factor",
    "clientnest_app workspace missed_after",
    "clientnest_app workspace name",
    "clientnest_app workspace time_zone",
    "clientnest_identity api_key revoked_at",
    "clientnest_identity erasure cancelled_at",
    "clientnest_identity membership role",
    "clientnest_identity organization name",
    "clientnest_identity registration browser_sha256",
    "clientnest_privacy account credentials",
    "clientnest_privacy app_user email",
    "clientnest_privacy app_user email_verified_at",
    "clientnest_privacy app_user erased_at",
    "clientnest_privacy app_user name",
    "clientnest_privacy app_user password_hash",
    "clientnest_privacy data_export bytes",
    "clientnest_privacy data_export files",
    "clientnest_privacy data_export finished_at",
    "clientnest_privacy data_export state",
    "clientnest_privacy erasure cancelled_at",
    "clientnest_privacy erasure done_at",
    "clientnest_privacy erasure due_at",
    "clientnest_privacy organization created_by",
    "clientnest_privacy post state",
    "clientnest_privacy second_factor secret",
    "clientnest_worker media bytes",
    "clientnest_worker media coding",
    "clientnest_worker media content_type",
    "clientnest_worker media duration_ms",
    "clientnest_worker media entity_tag",
    "clientnest_worker media error_code",
    "clientnest_worker media error_detail",
    "clientnest_worker media frame_rate",
    "clientnest_worker media has_fast_start",
    "clientnest_worker media height",
    "clientnest_worker media sound_codec",
    "clientnest_worker media state",
    "clientnest_worker media updated_at",
    "clientnest_worker media video_codec",
    "clientnest_worker media width",
    "clientnest_worker media_variant attempts",
    "clientnest_worker media_variant bytes",
    "clientnest_worker media_variant coding",
    "clientnest_worker media_variant content_type",
    "clientnest_worker media_variant duration_ms",
    "clientnest_worker media_variant error_code",
    "clientnest_worker media_variant error_detail",
    "clientnest_worker media_variant frame_rate",
    "clientnest_worker media_variant has_fast_start",
    "clientnest_worker media_variant height",
    "clientnest_worker media_variant sound_codec",
    "clientnest_worker media_variant state",
    "clientnest_worker media_variant updated_at",
    "clientnest_worker media_variant video_codec",
    "clientnest_worker media_variant width",
    "clientnest_worker post state",
  ]

  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  @Test("What a role may do", arguments: [PostgresServer.Role.app, .worker, .identity, .privacy])
  func grants(_ role: PostgresServer.Role) throws {
    let expected = try #require(Self.table[role])
    let rows = try database.asAdministrator.query(
      """
      select relname::text as name, case when has_any_column_privilege(\(role.name), oid, 'select') then 'r' else '' end
        || case when has_any_column_privilege(\(role.name), oid, 'insert') then 'a' else '' end
        || case when has_any_column_privilege(\(role.name), oid, 'update') then 'w' else '' end
        || case when has_table_privilege(\(role.name), oid, 'delete') then 'd' else '' end
        || case when has_table_privilege(\(role.name), oid, 'truncate, trigger')
          or has_any_column_privilege(\(role.name), oid, 'references') then '!' else '' end as rights
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
      """)
    #expect(rows.count >= 22)
    for row in rows {
      let name: String = try row.value("name")
      #expect(try row.value("rights") == expected[name] ?? "", "\(role.name) on \(name)")
    }
    #expect(Set(expected.keys).isSubset(of: try rows.map { try $0.value("name") as String }))
  }

  @Test("Of some tables a role changes named columns only") func someColumns() throws {
    let rows = try database.asAdministrator.query(
      """
      select r.rolname || ' ' || c.relname || ' ' || a.attname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_roles r on r.rolname in ('clientnest_app', 'clientnest_worker', 'clientnest_identity', 'clientnest_privacy')
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and has_column_privilege(r.oid, c.oid, a.attnum, 'update') and not has_table_privilege(r.oid, c.oid, 'update')
      order by 1
      """)
    #expect(try rows.map { try $0.value("name") as String } == Self.columns.sorted())
  }

  @Test(
    "A table of another feature is refused, not shown empty",
    arguments: [PostgresServer.Role.app, .worker, .identity, .privacy])
  func refused(_ role: PostgresServer.Role) throws {
    let tables = try Catalogue(database.asAdministrator).tables()
    let others = tables.filter { Self.table[role]?[$0] == nil }
    #expect(!others.isEmpty)
    let session = database.session(role)
    for table in others {
      let error = try #require(throws: DatabaseError.self) {
        // The name comes from the catalogue.
        try session.query(SQL(stringLiteral: "select from \(table)"))
      }
      #expect(error == .refused(sqlState: "42501", message: "permission denied for table \(table)"))
    }
  }

  @Test(
    "A role calls no function with the rights of its owner but those that record, find keys, and know what is another's"
  )
  func functions() throws {
    let rows = try database.asAdministrator.query(
      """
      select distinct p.proname::text as name from pg_proc p
      join pg_roles r on r.rolname in ('clientnest_app', 'clientnest_worker', 'clientnest_identity', 'clientnest_privacy')
      where p.pronamespace = 'public'::regnamespace and p.prosecdef and has_function_privilege(r.oid, p.oid, 'execute')
      """)
    #expect(
      try rows.map { try $0.value("name") as String }.sorted()
        == ["find_api_key", "hold_session", "is_identity_in_use", "is_published_by_another", "record_event"])
  }
}
