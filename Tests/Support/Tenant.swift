package import Core
package import Database

/// An organization with a person, a workspace and an account in each platform, made by the administrator.
package struct Tenant: Sendable {
  package let database: TestDatabase
  package let organization = UUID.v7()
  package let user = UUID.v7()
  package let workspace = UUID.v7()
  /// On X.
  package let account = UUID.v7()

  package var scope: Scope { Scope(organization: organization, user: user) }

  package init(in database: TestDatabase) throws {
    self.database = database
    let session = database.asAdministrator
    try session.query(
      """
      insert into app_user (id, email, name, password_hash) values (\(user), \("\(user)@example.com"), 'Ana', 'none')
      """)
    try session.query("insert into organization (id, name) values (\(organization), 'Cafe')")
    try session.query(
      "insert into membership (organization_id, user_id, role) values (\(organization), \(user), 'owner')")
    try session.query(
      "insert into workspace (organization_id, id, name) values (\(organization), \(workspace), 'Cafe')")
    try insertAccount(account, platform: "x")
  }

  /// Connects one more account; its sealed grant is `credentials`.
  package func insertAccount(_ id: UUID, platform: String, credentials: [UInt8] = []) throws {
    try database.asAdministrator.query(
      """
      insert into account (organization_id, id, workspace_id, platform, remote_id, name, credentials)
      values (\(organization), \(id), \(workspace), \(platform), \("remote-\(id)"), 'cafe', \(Bytes(credentials)))
      """)
  }

  package func insertPost(text: String = "Hello") throws -> UUID {
    let id = UUID.v7()
    let content: JSON = ["text": .string(text)]
    try database.asAdministrator.query(
      """
      insert into post (organization_id, id, workspace_id, author_id, content)
      values (\(organization), \(id), \(workspace), \(user), \(content))
      """)
    return id
  }

  /// A delivery that is in `state` from the start, with what the schema asks of that state.
  /// `dueIn` is the span from now to its time.
  package func insertDelivery(
    state: String, post: UUID? = nil, account: UUID? = nil, dueIn: Duration = .zero
  ) throws -> UUID {
    let id = UUID.v7()
    let post = try post ?? insertPost()
    try database.asAdministrator.query(
      """
      insert into delivery (organization_id, id, post_id, account_id, platform, state, due_at, not_before, lease_until,
        published_at, remote_id, check_after)
      select \(organization), \(id), \(post), a.id, a.platform, s.state, due.at, due.at,
        case when s.state in ('claimed', 'sending') then clock_timestamp() + interval '90 s' end,
        case when s.state = 'published' then clock_timestamp() end, case when s.state = 'published' then 'r1' end,
        case when s.state in ('unknown', 'pending_remote') then clock_timestamp() end
      from account a, (values (\(state))) as s (state), (values (clock_timestamp() + \(dueIn)::interval)) as due (at)
      where a.id = \(account ?? self.account)
      """)
    return id
  }

  /// One column of a delivery as text; nil for null.
  package func delivery(_ id: UUID, _ column: StaticString = "state") throws -> String? {
    try database.asAdministrator.only(
      "select \(unescapedSQL: column)::text as value from delivery where id = \(id)"
    )
    .optional("value")
  }

  package func postState(_ id: UUID) throws -> String {
    try database.asAdministrator.only("select state from post where id = \(id)").value("state")
  }
}
