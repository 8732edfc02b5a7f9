internal import Audit
internal import Core
internal import Database
internal import Identity
internal import TestSupport
internal import Testing

@Suite("An invitation is good for a week") struct InvitationExpiryTests {
  private let database: TestDatabase
  private let cafe: Tenant
  private let origin = Origin.job(traceID: nil)

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    cafe = try Tenant(in: database)
  }

  private func invite(as role: String = "author") throws -> UUID {
    let owner = Member(user: cafe.user, organization: cafe.organization, role: .owner)
    let session = database.session(.app, owner.scope)
    let draft = try InvitationDraft(["email": "eva@example.com", "role": .string(role)])
    let made = try Invitations(session, by: owner, from: origin).create(draft)
    return try #require(made["id"]?.string.flatMap { UUID($0) })
  }

  private var desk: LinkDesk { LinkDesk(database.session(.identity), from: origin) }

  private func use(_ id: UUID) throws -> LinkOutcome {
    try desk.use(id, LinkUse(["name": "Eva", "password": "staple battery"]))
  }

  @Test("From the moment it is sent") func lifetime() throws {
    _ = try invite()
    let row = try database.asAdministrator.only(
      "select expires_at - created_at = interval '7 days' as is_week from invitation"
    )
    #expect(try row.value("is_week") == true)
  }

  @Test("Once over, its link shows and does nothing; another invitation takes its place") func expired()
    throws
  {
    let id = try invite()
    _ = try desk.find(id)
    try database.asAdministrator.query("update invitation set expires_at = clock_timestamp()")
    #expect(throws: IdentityError.wrongLink) { _ = try desk.find(id) }
    #expect(throws: IdentityError.wrongLink) { _ = try use(id) }
    let again = try invite(as: "viewer")
    #expect(again != id)
    #expect(try use(again) == .organizationJoined)
    let roles = try database.asAdministrator.query("select role from membership order by role").map {
      try $0.value("role") as String
    }
    #expect(roles == ["owner", "viewer"])
  }
}
