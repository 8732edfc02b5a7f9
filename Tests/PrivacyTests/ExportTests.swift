internal import Audit
internal import Core
internal import Database
internal import ObjectFixtures
internal import Privacy
internal import TestSupport
internal import Testing

@Suite("An export holds everything about its subject, and nothing of others", .serialized) struct ExportTests
{
  private static func all(_ tables: [String: [JSON]]) -> String {
    tables.values.joined().map(\.text).joined()
  }

  private func ofPerson(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    let tables = try fixture.export(.person(ana.user), by: ana.user).tables
    let expected = Set(
      PersonalData.holdings.filter { $0.persons != nil }.map { "\($0.table)" }
    ).subtracting(["outbox", "delivery", "organization", "erasure"])
    #expect(Set(tables.keys) == expected)
    #expect(tables["app_user"]?.first?["email"]?.string == "ana@example.com")
    #expect(tables["event"]?.count == 3)
    let text = Self.all(tables)
    #expect(text.contains("Browser of ana") && text.contains("By ana"))
    // Neither another's things nor secrets.
    #expect(!text.contains("ben") && !text.contains(ben.user.description))
    for secret in ["password_hash", "code_verifier", "\"key\":\"\\\\x"] { #expect(!text.contains(secret)) }
  }

  @Test("Of a person") func person() throws { try ObjectServer.with { try ofPerson(in: $0) } }

  private func ofOrganization(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    let tables = try fixture.export(.organization(ana.organization), by: ana.user).tables
    let expected = Set(
      PersonalData.holdings.filter { $0.organization != nil }.map { "\($0.table)" }
    ).subtracting(["outbox", "erasure"])
    #expect(Set(tables.keys) == expected)
    let text = Self.all(tables)
    #expect(text.contains("To ana") && !text.contains("credentials"))
    #expect(!text.contains("ben") && !text.contains(ben.organization.description))
  }

  @Test("Of an organization") func organization() throws {
    try ObjectServer.with { try ofOrganization(in: $0) }
  }

  private func inManyFiles(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let ana = try fixture.person(named: "ana")
    for number in 0..<450 { _ = try ana.insertPost(text: "Post \(number)") }
    let export = try fixture.export(.person(ana.user), by: ana.user, fileSize: 10_000)
    #expect(export.files > 10)
    #expect(export.tables["post"]?.count == 451)
    #expect(Set(export.tables["post"]?.compactMap { $0["id"]?.string } ?? []).count == 451)
  }

  @Test("What does not fit into one file is in several, each row once") func files() throws {
    try ObjectServer.with { try inManyFiles(in: $0) }
  }

  private func ofFormerOwner(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let ana = try fixture.person(named: "ana")
    let eva = UUID.v7()
    let admin = fixture.database.asAdministrator
    try admin.query("insert into app_user (id, email, name) values (\(eva), 'eva@example.com', 'Eva')")
    let desk = ExportDesk(
      fixture.database.session(.app, Scope(organization: ana.organization, user: eva)),
      of: .organization(ana.organization), by: eva, from: .job(traceID: nil))
    for isOwner in [false, true] {
      if isOwner {
        try admin.query(
          "insert into membership (organization_id, user_id, role) values (\(ana.organization), \(eva), 'owner')"
        )
      }
      let id = try #require(try desk.request()["id"]?.string.flatMap { UUID($0) })
      let made = try ExportMaker(fixture.database.session(.privacy), fixture.bucket).make(id)
      #expect((made != nil) == isOwner)
      let state: String = try admin.only("select state from data_export where id = \(id)").value("state")
      #expect(state == (isOwner ? "ready" : "failed"))
    }
  }

  @Test("An organization's is made only while who asked for it owns it") func formerOwner() throws {
    try ObjectServer.with { try ofFormerOwner(in: $0) }
  }

  private func others(in server: ObjectServer) throws {
    let fixture = try PrivacyFixture(server)
    let (ana, ben) = (try fixture.person(named: "ana"), try fixture.person(named: "ben"))
    let id = try fixture.export(.person(ana.user), by: ana.user).id
    #expect(throws: Problem.notFound("export")) {
      try ExportDesk(
        fixture.database.session(.app, ben.scope), of: .person(ben.user), by: ben.user,
        from: .job(traceID: nil)
      ).show(id, fixture.bucket)
    }
    // The role of requests sees them in its own scope only, whoever is named.
    #expect(throws: Problem.notFound("export")) {
      try ExportDesk(
        fixture.database.session(.app, ben.scope), of: .person(ana.user), by: ben.user,
        from: .job(traceID: nil)
      ).show(id, fixture.bucket)
    }
    // A message that comes twice makes nothing twice.
    #expect(try ExportMaker(fixture.database.session(.privacy), fixture.bucket).make(id) == nil)
  }

  @Test("Nobody sees another's, and a message that comes twice does no harm") func strangers() throws {
    try ObjectServer.with { try others(in: $0) }
  }
}
