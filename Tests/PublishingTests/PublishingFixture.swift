internal import Accounts
internal import Core
internal import Cryptography
internal import Database
internal import Identity
internal import Outbox
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

/// An organization in a database of its own, and all that moves its deliveries.
struct PublishingFixture: Sendable {
  static let timing = Timing(leaseSeconds: 90, backlogSpacingSeconds: 30)

  let database: TestDatabase
  let member: Member
  let workspace = UUID.v7()
  private let box: GrantBox

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    box = try GrantBox(keys: Base64.encode(SecureRandom.bytes(32)))
    let user = UUID.v7()
    let organization = UUID.v7()
    let administrator = database.asAdministrator
    try administrator.query(
      """
      insert into app_user (id, email, name, password_hash)
      values (\(user), \(user.description + "@example.com"), 'Ana', '-')
      """)
    try administrator.query("insert into organization (id, name) values (\(organization), 'Cafe')")
    try administrator.query(
      "insert into membership (organization_id, user_id, role) values (\(organization), \(user), 'owner')")
    try administrator.query(
      "insert into workspace (organization_id, id, name) values (\(organization), \(workspace), 'Cafe')")
    member = Member(user: user, organization: organization, role: .owner)
  }

  // MARK: Who acts. Each on a connection of its own, as functions do.

  var planner: Planner { planner(database.session(.app, member.scope)) }

  func planner(_ session: Session) -> Planner { Planner(session, by: member, timing: Self.timing) }

  var sweeper: Sweeper { Sweeper(database.session(.worker), timing: Self.timing) }

  /// What a worker does with a message.
  func work(_ hint: DispatchHint, _ platform: any Connector) throws {
    try work(hint, Platforms(all: [platform]))
  }

  func work(_ hint: DispatchHint, _ platforms: Platforms) throws {
    try Publisher(
      database.session(.app, hint.scope), platforms, box, media: nil, timing: Self.timing, worker: "test"
    ).publish(hint)
  }

  /// What a worker does with the newest message that asks for a look at a delivery.
  func look(_ delivery: UUID, _ platform: any Connector) throws {
    let row = try database.asAdministrator.only(
      """
      select body::text from outbox
      where body ? 'look' and body ->> 'delivery_id' = \(delivery.description) order by id desc limit 1
      """)
    let errand = try #require(Errand(try row.value("body")))
    let session = database.session(.app, errand.scope)
    let platforms = Platforms(all: [platform])
    try errand.run(
      Publisher(session, platforms, box, media: nil, timing: Self.timing, worker: "test"),
      Reconciler(session, platforms, box, timing: Self.timing))
  }

  /// The same for one to take down.
  func remove(_ hint: DispatchHint, _ platform: ScriptedPlatform) throws {
    try remove(hint, Platforms(all: [platform]))
  }

  func remove(_ hint: DispatchHint, _ platforms: Platforms) throws {
    try Remover(database.session(.app, hint.scope), platforms, box, timing: Self.timing).remove(hint)
  }

  /// Looks up what is due for a look; returns what came of it.
  @discardableResult
  func reconcile(_ platform: ScriptedPlatform) throws -> JSONObject {
    try reconcile(Platforms(all: [platform]))
  }

  @discardableResult
  func reconcile(_ platforms: Platforms) throws -> JSONObject {
    try Reconciler(database.session(.worker), platforms, box, timing: Self.timing)
      .run(until: .now() + .seconds(60))
  }

  /// Tokens as they are stored for the account.
  func seal(_ grant: Grant, for account: UUID) throws -> [UInt8] {
    try box.seal(grant, organization: member.organization, account: account)
  }

  func sealedGrant(_ account: UUID) throws -> [UInt8] {
    let row = try database.asAdministrator.only("select credentials from account where id = \(account)")
    return (try row.value("credentials") as Bytes).bytes
  }

  /// What a worker publishes with that has read `sealed`.
  func currentGrant(_ account: UUID, _ platform: any Connector, _ sealed: [UInt8]) throws -> Grant {
    let keeper = TokenKeeper(database.session(.app, member.scope), box)
    return try keeper.access(
      sealed, organization: member.organization, account: account, connector: platform
    ).call { $0 }
  }

  /// What the timer does.
  func refreshTokens(_ platform: any Connector) throws -> JSONObject {
    try TokenRefresher(database.session(.worker), Platforms(all: [platform]), box)
      .run(until: .now() + .seconds(60))
  }

  // MARK: The scene

  func insertAccount(
    _ remoteID: String = "42", grant: Grant = Grant(accessToken: "token", refreshToken: nil, expiresAt: nil)
  ) throws -> UUID {
    let id = UUID.v7()
    let sealed = try box.seal(grant, organization: member.organization, account: id)
    try database.asAdministrator.query(
      """
      insert into account (organization_id, id, workspace_id, platform, remote_id, name, credentials,
        token_expires_at, refresh_after, refreshed_at)
      values (\(member.organization), \(id), \(workspace), 'x', \(remoteID), 'cafe', \(Bytes(sealed)),
        \(grant.expiresAt), \(grant.refreshAfter), \(grant.obtainedAt))
      """)
    return id
  }

  /// A draft by way of the API's command.
  func createPost(
    _ text: String = "Hello", thread: [String] = [], media: [String] = [], to accounts: [UUID]
  ) throws -> Post {
    try planner.create(
      PostDraft([
        "workspace_id": JSON(describing: workspace),
        "account_ids": .array(accounts.map { JSON(describing: $0) }),
        "content": [
          "text": .string(text), "thread": .array(thread.map { .string($0) }),
          "media": .array(media.map { ["url": .string($0)] }),
        ],
      ]))
  }

  /// A post on one account whose message is in the outbox.
  func queueDelivery(_ text: String = "Hello", thread: [String] = [], account: UUID? = nil) throws -> UUID {
    let post = try createPost(text, thread: thread, to: [try account ?? insertAccount()])
    return try #require(try planner.publishNow(post.id).deliveries.first).id
  }

  /// A delivery in any state, as if it had come there.
  func insertDelivery(_ state: String, post: UUID? = nil, account: UUID? = nil) throws -> UUID {
    let id = UUID.v7()
    let account = try account ?? insertAccount(id.description)
    let post = try post ?? createPost(to: [insertAccount(id.description + "-")]).id
    try database.asAdministrator.query(
      """
      insert into delivery (organization_id, id, post_id, account_id, platform, state, due_at, not_before,
        fence, lease_until, check_after, published_at, remote_id)
      values (\(member.organization), \(id), \(post), \(account), 'x', \(state), clock_timestamp(),
        clock_timestamp(), 1,
        case when \(state) in ('claimed', 'sending') then clock_timestamp() + interval '90 s' end,
        clock_timestamp(), clock_timestamp(), \(id.description))
      """)
    return id
  }

  func insertAttempt(_ delivery: UUID, outcome: String?) throws {
    try database.asAdministrator.query(
      """
      insert into delivery_attempt (organization_id, delivery_id, fence, step, worker, request_sha256,
        finished_at, outcome)
      values (\(member.organization), \(delivery), 1, 0, 'test', '', case when \(outcome)::text is not null
        then clock_timestamp() end, \(outcome))
      """)
  }

  /// Lets time pass for a delivery and its messages.
  func age(_ delivery: UUID, by time: Duration) throws {
    let administrator = database.asAdministrator
    try administrator.query(
      """
      update delivery set due_at = due_at - \(time)::interval, not_before = not_before - \(time)::interval,
        lease_until = lease_until - \(time)::interval, check_after = check_after - \(time)::interval
      where id = \(delivery)
      """)
    try administrator.query(
      """
      update outbox set not_before = not_before - \(time)::interval,
        leased_until = leased_until - \(time)::interval
      where body ->> 'delivery_id' = \(delivery.description)
      """)
  }

  // MARK: What has become of it

  func delivery(_ id: UUID) throws -> DeliveryRow {
    try DeliveryRow(
      try database.asAdministrator.only(
        """
        select state, fence, attempt, dispatch_no, remote_id, permalink, error_code, due_at, not_before,
          check_after, absences, remote_handle from delivery where id = \(id)
        """))
  }

  func post(_ id: UUID) throws -> Post {
    try #require(try PostStore(database.session(.app, member.scope)).find(id))
  }

  /// `step outcome` of each, in their order; `-` for one that is not finished.
  func attempts(_ delivery: UUID) throws -> [String] {
    try database.asAdministrator.query(
      """
      select step || ' ' || coalesce(outcome, '-') as line from delivery_attempt
      where delivery_id = \(delivery) order by started_at
      """
    ).map { try $0.value("line") }
  }

  /// The newest message about a delivery.
  func hint(_ delivery: UUID) throws -> DispatchHint {
    let row = try database.asAdministrator.only(
      """
      select body::text from outbox
      where body ? 'dispatch_no' and body ->> 'delivery_id' = \(delivery.description) order by id desc limit 1
      """)
    return try #require(DispatchHint(try row.value("body")))
  }

  func messages() throws -> Int {
    try database.asAdministrator.only("select count(*) as n from outbox").value("n")
  }
}

/// A delivery as it stands in the database.
struct DeliveryRow {
  let state: String
  let fence: Int
  let attempt: Int
  let dispatchNumber: Int
  let remoteID: String?
  let permalink: String?
  let errorCode: String?
  let dueAt: Instant
  let notBefore: Instant
  let checkAfter: Instant?
  let absences: Int
  let handle: JSON?

  init(_ row: Row) throws {
    state = try row.value("state")
    fence = try row.value("fence")
    attempt = try row.value("attempt")
    dispatchNumber = try row.value("dispatch_no")
    remoteID = try row.optional("remote_id")
    permalink = try row.optional("permalink")
    errorCode = try row.optional("error_code")
    dueAt = try row.value("due_at")
    notBefore = try row.value("not_before")
    checkAfter = try row.optional("check_after")
    absences = try row.value("absences")
    handle = try row.optional("remote_handle")
  }
}
