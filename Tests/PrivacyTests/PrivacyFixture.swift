internal import Audit
internal import Core
internal import Database
internal import Harness
internal import ObjectFixtures
internal import Objects
internal import Privacy
internal import TestSupport

/// A database and an object store, with what people leave in them.
struct PrivacyFixture {
  let database: TestDatabase
  let server: ObjectServer
  let bucket: ObjectClient

  init(_ server: ObjectServer) throws {
    database = try PostgresServer.shared().makeDatabase()
    self.server = server
    bucket = ObjectClient(
      bucket: "media", endpoint: server.url, region: "local", credentials: ObjectServer.keys)
  }

  var administrator: Session { database.asAdministrator }

  /// A person who is the owner of an organization and has left a trace in every table that is about people.
  func person(named name: String) throws -> Tenant {
    let tenant = try Tenant(in: database)
    let (user, organization) = (tenant.user, tenant.organization)
    let session = administrator
    try session.query(
      "update app_user set name = \(name), email = \("\(name)@example.com") where id = \(user)")
    let sessionID = UUID.v7()
    try session.query(
      """
      insert into user_session (id, user_id, key, expires_at, address, user_agent)
      values (\(sessionID), \(user), '\\x00', clock_timestamp() + interval '1 day', '203.0.113.7', \(name))
      """)
    try session.query(
      """
      insert into live_connection (id, organization_id, user_id, session_id)
      values (\("live-\(user)"), \(organization), \(user), \(sessionID))
      """)
    try session.query(
      """
      insert into mailed_link (id, kind, user_id, email, expires_at)
      values (\(UUID.v7()), 'verify_email', \(user), \("\(name)@example.com"), clock_timestamp())
      """)
    try session.query(
      """
      insert into idempotency_key (organization_id, user_id, key, request_sha256, body)
      values (\(organization), \(user), 'k', '\\x00', \(name))
      """)
    try session.query(
      """
      insert into connection_attempt (organization_id, id, workspace_id, user_id, platform, code_verifier,
        browser_sha256)
      values (\(organization), \(UUID.v7()), \(tenant.workspace), \(user), 'x', 'verifier', '\\x00')
      """)
    try session.query(
      """
      insert into connection_choice (organization_id, id, connection_id, workspace_id, user_id, platform, remote_id, name,
        kind, credentials)
      values (\(organization), \(UUID.v7()), \(UUID.v7()), \(tenant.workspace), \(user), 'x', 'r', \(name), 'page', '\\x00')
      """)
    try session.query(
      """
      insert into api_key (organization_id, id, public_id, secret_sha256, name, scopes, created_by)
      values (\(organization), \(UUID.v7()), '4fZ0aQx7', sha256(convert_to(\(name), 'UTF8')), \(name), '{read}', \(user))
      """)
    let media = UUID.v7()
    try session.query(
      """
      insert into media (organization_id, id, workspace_id, user_id, file_name, declared_type, bytes)
      values (\(organization), \(media), \(tenant.workspace), \(user), \(name), 'image/png', 70)
      """)
    try session.query(
      """
      insert into media_variant (organization_id, id, workspace_id, media_id, recipe, purposes)
      values (\(organization), \(UUID.v7()), \(tenant.workspace), \(media), 'jpeg-2x2-9', '[]')
      """)
    try session.query(
      """
      insert into second_factor (id, user_id, name, secret) values (\(UUID.v7()), \(user), \(name), '\\x00')
      """)
    try session.query(
      "insert into recovery_code (user_id, sha256) values (\(user), sha256(convert_to(\(name), 'UTF8')))")
    try session.query(
      """
      insert into sign_in (issuer, subject, user_id, provider, email)
      values ('https://issuer.example', \(name), \(user), 'google', \(name + "@example.com"))
      """)
    try session.query(
      """
      insert into sign_in_attempt (state_sha256, browser_sha256, provider, nonce, code_verifier, user_id)
      values (sha256(convert_to(\(name), 'UTF8')), '\\x00', 'google', 'n', 'v', \(user))
      """)
    try session.query(
      """
      insert into invitation (organization_id, id, email, role, invited_by, expires_at)
      values (\(organization), \(UUID.v7()), \("friend-of-\(name)@example.com"), 'viewer', \(user), clock_timestamp())
      """)
    try session.query(
      """
      insert into consent (id, user_id, purpose, version, address)
      values (\(UUID.v7()), \(user), 'marketing', '1', '203.0.113.7')
      """)
    try session.query(
      """
      insert into outbox (queue, dedup_key, body) values ('mail', \(UUID.v7().description),
        jsonb_build_object('email', \("\(name)@example.com")::text))
      """)
    let delivery = try tenant.insertDelivery(state: "published", post: tenant.insertPost(text: "By \(name)"))
    try session.query(
      """
      insert into delivery_attempt (organization_id, delivery_id, fence, step, worker, request_sha256)
      values (\(organization), \(delivery), 1, 0, 'w', '\\x00')
      """)
    try session.query(
      """
      insert into comment (organization_id, id, workspace_id, account_id, delivery_id, platform, remote_id, text, received_at)
      values (\(organization), \(UUID.v7()), \(tenant.workspace), \(tenant.account), \(delivery), 'x', 'r', \("To \(name)"),
        clock_timestamp())
      """)
    let log = AuditLog(
      database.session(.app, tenant.scope),
      Origin(address: "203.0.113.7", userAgent: "Browser of \(name)", traceID: nil))
    try log.record(.sessionBegan, in: user, by: user)
    try log.record(.workspaceChanged, in: organization, by: user, after: ["name": .string(name)])
    try log.record(
      .memberInvited, in: organization, by: nil, on: "invitation:x",
      after: ["email": .string("\(name)@example.com")])
    return tenant
  }

  /// Puts the organization's file and a variant of it into the bucket; returns their keys.
  func storeFiles(of tenant: Tenant) throws -> [String] {
    let organization = tenant.organization
    let media: UUID = try administrator.only("select id from media where organization_id = \(organization)")
      .value("id")
    try administrator.query(
      """
      insert into media_variant (organization_id, id, workspace_id, media_id, recipe, purposes)
      values (\(organization), \(UUID.v7()), \(tenant.workspace), \(media), 'jpeg-1x1-9', '[]'),
        (\(organization), \(UUID.v7()), \(tenant.workspace), \(media), 'repacked-kept-9', '[]')
      """)
    let keys = [
      "media/\(organization)/\(media)", "variants/\(organization)/\(media)/jpeg-1x1-9.jpg",
      "variants/\(organization)/\(media)/repacked-kept-9.mp4",
    ]
    for key in keys { try bucket.put([7], at: key, type: "image/jpeg") }
    return keys
  }

  func join(_ user: UUID, _ organization: UUID, as role: String) throws {
    try administrator.query(
      "insert into membership (organization_id, user_id, role) values (\(organization), \(user), \(role))")
  }

  /// An erasure that is due.
  func requestErasure(of subject: Subject, by user: UUID, dueIn delay: Duration = .zero) throws -> UUID {
    let id = UUID.v7()
    try administrator.query(
      """
      insert into erasure (id, kind, subject_id, requested_by, due_at)
      values (\(id), \(subject.kind), \(subject.id), \(user), clock_timestamp() + \(delay)::interval)
      """)
    return id
  }

  func eraser() -> Eraser {
    Eraser(database.session(.privacy), exports: bucket, media: bucket, from: .job(traceID: nil))
  }

  /// Makes an export by the front door and returns it with the rows of its files, by table.
  func export(_ subject: Subject, by user: UUID, fileSize: Int = 4 << 20) throws -> (
    id: UUID, files: Int, tables: [String: [JSON]]
  ) {
    let organization: UUID? = if case .organization(let id) = subject { id } else { nil }
    let session = database.session(.app, Scope(organization: organization, user: user))
    let desk = ExportDesk(session, of: subject, by: user, from: .job(traceID: nil))
    let asked = try desk.request()
    let id = UUID(asked["id"]?.string ?? "") ?? .zero
    _ = try ExportMaker(database.session(.privacy), bucket, fileSize: fileSize).make(id)
    let urls = try desk.show(id, bucket)["download_urls"]?.array ?? []
    var tables: [String: [JSON]] = [:]
    for url in urls {
      for member in try server.client.get(url.string ?? "").json["tables"]?.object?.members ?? [] {
        tables[member.name, default: []] += member.value.array ?? []
      }
    }
    return (id, urls.count, tables)
  }

  /// The tables that have a text, such as a name, in any row; as PostgreSQL writes rows.
  func tables(with text: String) throws -> [String] {
    let names: [String] = try administrator.query(
      """
      select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1
      """
    ).map { try $0.value("name") }
    return try names.filter { name in
      // The name comes from the catalogue.
      try !administrator.query(
        SQL(stringLiteral: "select 1 from \(name) t where t::text ilike '%\(text)%' limit 1")
      )
      .isEmpty
    }
  }
}
