internal import Core
internal import Cryptography
internal import Harness
internal import Identity

/// Two organizations: one with a member of every role, and a rival whose things nobody of it may see.
struct Scene: Sendable {
  let subjects: [Subject]
  let rival: Belongings
  /// Ids and names of the rival, none of which may show.
  let secrets: [String]

  init(in bundle: RunningBundle) throws {
    let owner = try Customer(bundle)
    let own = try Self.furnish(owner, "Own", by: owner.client, as: owner.password)
    (rival, secrets) = try Self.rival(in: bundle)
    let spare = try Colleague(of: owner.client, as: "viewer", in: bundle).id()
    subjects =
      try Role.allCases.map { try Self.member($0, of: owner, own, spare, in: bundle) }
      + Self.strangers(to: owner, own, spare, in: bundle) + Self.keys(of: owner, own, in: bundle)
  }

  private static func member(
    _ role: Role, of owner: Customer, _ own: Belongings, _ spare: String, in bundle: RunningBundle
  ) throws -> Subject {
    let client = Client(bundle.url)
    var (email, password) = (owner.email, owner.password)
    if role != .owner {
      (email, password) = (
        try Colleague(of: owner.client, as: role.rawValue, in: bundle).email, Colleague.password
      )
    }
    try Colleague.logIn(client, email, password)
    let spareClient = Client(bundle.url)
    try Colleague.logIn(spareClient, email, password)
    var theirs = own
    // Posts of their own where the role writes, else those of the owner, which they are refused.
    if role.may(.writeOwn) { try addPosts(to: &theirs, "Own", by: client) }
    if role.may(.manageMembers) {
      theirs.invitation = try invite(by: client)
      theirs.apiKey = try APIKeyHolder(by: client, in: bundle).id
      theirs.member = try Colleague(of: owner.client, as: "viewer", in: bundle).id()
    }
    theirs.spareMember = spare
    return Subject(
      kind: .member(role), token: client.accessToken, spareToken: spareClient.accessToken, belongings: theirs)
  }

  private static func strangers(
    to owner: Customer, _ own: Belongings, _ spare: String, in bundle: RunningBundle
  ) throws -> [Subject] {
    var theirs = own
    theirs.spareMember = spare
    let removed = try Colleague(of: owner.client, as: "admin", in: bundle)
    theirs.member = try removed.id()
    let other = Client(bundle.url)
    try Colleague.logIn(other, removed.email)
    _ = try owner.client.delete("/v1/members/\(theirs.member)")
    let ended = Client(bundle.url)
    try Colleague.logIn(ended, owner.email, owner.password)
    let endedToken = ended.accessToken
    _ = try ended.post("/v1/auth/logout")
    return [
      Subject(
        kind: .removed, token: removed.client.accessToken, spareToken: other.accessToken, belongings: theirs),
      Subject(kind: .anonymous, token: nil, spareToken: nil, belongings: theirs),
      Subject(
        kind: .expiredToken, token: try expired(owner, in: bundle), spareToken: nil, belongings: theirs),
      Subject(kind: .endedSession, token: endedToken, spareToken: nil, belongings: theirs),
    ]
  }

  private static func keys(of owner: Customer, _ own: Belongings, in bundle: RunningBundle) throws
    -> [Subject]
  {
    func subject(_ kind: Subject.Kind, _ key: APIKeyHolder) throws -> Subject {
      var theirs = own
      // Ids that exist: what a key is refused, it is not refused because there is nothing.
      theirs.spareMember = own.person
      theirs.member = own.person
      try addPosts(to: &theirs, "Own", by: owner.client)
      return Subject(kind: kind, token: key.text, spareToken: nil, belongings: theirs)
    }
    let (all, few) = (Set(Permission.scopes), Set([Permission.readAudit]))
    let revoked = try APIKeyHolder(all, by: owner.client, in: bundle)
    _ = try owner.client.delete("/v1/api-keys/\(revoked.id)")
    let end = Instant.now() + .seconds(1)
    let expired = try APIKeyHolder(
      all, ["expires_at": .string(end.description)], by: owner.client, in: bundle)
    _ = try wait(for: "the end of the key", upTo: .seconds(10)) { Instant.now() > end ? true : nil }
    let other = try Customer(bundle)
    return [
      try subject(.key(all), try APIKeyHolder(all, by: owner.client, in: bundle)),
      try subject(.key(few), try APIKeyHolder(few, by: owner.client, in: bundle)),
      try subject(.keyOfAnother, try APIKeyHolder(all, by: other.client, in: bundle)),
      try subject(.revokedKey, revoked), try subject(.expiredKey, expired),
    ]
  }

  /// A token as the bundle would have signed it an hour ago, for a session that is open.
  private static func expired(_ owner: Customer, in bundle: RunningBundle) throws -> String {
    let kept = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    let session = try owner.client.get("/v1/me/sessions").json["data"]?[0]?["id"]?.string
    guard let seed = kept["TokenSigningKey"]?.string, let session = session.flatMap({ UUID($0) }),
      let user = owner.registration["user"]?["id"]?.string.flatMap({ UUID($0) }),
      let organization = owner.registration["organization"]?["id"]?.string.flatMap({ UUID($0) })
    else { throw Timeout(description: "no signing key or session") }
    let signer = try TokenSigner(seed: seed)
    func sign(_ expiry: Instant) throws -> String {
      try signer.sign(
        AccessToken(user: user, organization: organization, session: session, expiresAt: expiry), at: .now())
    }
    // But for its time it is good: else it would be refused for another reason.
    let client = Client(bundle.url)
    client.accessToken = try sign(.now() + .seconds(60))
    guard try client.get("/v1/me").status == 200 else { throw Timeout(description: "the token is not good") }
    return try sign(.now() + .seconds(-60))
  }

  private static func rival(in bundle: RunningBundle) throws -> (Belongings, secrets: [String]) {
    let rival = try Customer(bundle)
    let tag = "Rival\(UUID.v7().description.suffix(12))"
    for path in ["/v1/organization", "/v1/workspaces/\(rival.workspace)"] {
      let body: JSON = ["name": .string(tag)]
      _ = try rival.client.call("PATCH", path, body.encoded())
    }
    var theirs = try furnish(rival, tag, by: rival.client, as: rival.password)
    theirs.spareMember = try Colleague(of: rival.client, as: "viewer", in: bundle, named: tag).id()
    theirs.member = theirs.spareMember
    let secrets = [
      tag, rival.email, theirs.organization, theirs.workspace, theirs.account, theirs.post, theirs.victim,
      theirs.delivery, theirs.invitation, theirs.file, theirs.apiKey, theirs.spareMember, theirs.session,
      theirs.person, theirs.factor, theirs.export, theirs.personalExport,
    ]
    guard !secrets.contains("") else { throw Timeout(description: "the rival is not complete: \(secrets)") }
    return (theirs, secrets)
  }

  private static func furnish(_ customer: Customer, _ tag: String, by client: Client, as password: String)
    throws
    -> Belongings
  {
    var theirs = Belongings()
    theirs.organization = customer.registration["organization"]?["id"]?.string ?? ""
    theirs.person = customer.registration["user"]?["id"]?.string ?? ""
    theirs.workspace = customer.workspace
    theirs.password = password
    theirs.account = try customer.connect("x", as: tag.lowercased())
    theirs.session = try client.get("/v1/me/sessions").json["data"]?[0]?["id"]?.string ?? ""
    theirs.factor = try client.post("/v1/me/mfa/totp", ["name": "Telephone"]).json["id"]?.string ?? ""
    theirs.export = try client.post("/v1/organization/exports").json["id"]?.string ?? ""
    theirs.personalExport = try client.post("/v1/me/exports").json["id"]?.string ?? ""
    theirs.invitation = try invite(by: client)
    theirs.apiKey =
      try client.post("/v1/api-keys", ["name": .string(tag), "scopes": ["read"]]).json["id"]?.string ?? ""
    try addPosts(to: &theirs, tag, by: client)
    return theirs
  }

  private static func invite(by client: Client) throws -> String {
    let body: JSON = ["email": .string("nobody-\(UUID.v7())@example.com"), "role": "viewer"]
    return try client.post("/v1/invitations", body).json["id"]?.string ?? ""
  }

  private static func addPosts(to theirs: inout Belongings, _ tag: String, by client: Client) throws {
    let made = try (0..<2).map { number in
      try client.post(
        "/v1/posts",
        [
          "workspace_id": .string(theirs.workspace), "account_ids": [.string(theirs.account)],
          "content": ["text": .string("\(tag) \(number) \(UUID.v7())")],
        ])
    }
    guard made.allSatisfy({ $0.status == 201 }) else {
      throw Timeout(description: "no post: \(made[0].text)")
    }
    theirs.post = made[0].json["id"]?.string ?? ""
    theirs.delivery = made[0].json["deliveries"]?[0]?["id"]?.string ?? ""
    theirs.victim = made[1].json["id"]?.string ?? ""
    let file = try client.post(
      "/v1/media",
      [
        "workspace_id": .string(theirs.workspace), "file_name": "a.png", "content_type": "image/png",
        "bytes": 70,
      ])
    theirs.file = file.json["media"]?["id"]?.string ?? ""
  }
}
