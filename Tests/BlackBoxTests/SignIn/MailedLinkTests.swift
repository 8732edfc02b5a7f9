internal import Core
internal import Harness
internal import Testing

/// A link is for the state in which it was asked for: for each fact that one rests on, the fact is changed and the link
/// is worth nothing.
@Suite("A mailed link ends with what it rests on", .bundle) struct MailedLinkTests {
  private let new = "staple battery horse"

  private func reset(_ email: String, after count: Int = 0) throws -> String {
    let asked = try Client(try bundle().url).post("/v1/auth/password-reset", ["email": .string(email)])
    #expect(asked.status == 202)
    return try bundle().mailedLink(to: email, "A new password", after: count)
  }

  private func changePassword(_ ana: Customer) throws {
    let body: JSON = ["current_password": .string(ana.password), "new_password": .string(new)]
    #expect(try ana.client.call("PUT", "/v1/me/password", body.encoded()).status == 200)
  }

  private func changeAddress(_ ana: Customer) throws -> (old: String, new: String, email: String) {
    let email = "new-\(UUID.v7())@example.com"
    let asked = try ana.client.post(
      "/v1/me/email", ["email": .string(email), "password": .string(ana.password)])
    #expect(asked.status == 202)
    return (
      try bundle().mailedLink(to: ana.email, "Is your address to change?"),
      try bundle().mailedLink(to: email, "Is this your new address?"), email
    )
  }

  private func expectDead(_ link: String, _ location: SourceLocation = #_sourceLocation) throws {
    for answer in [try Client("").get(link), try Client("").post(link, ["password": "the holder's horse"])] {
      #expect(
        answer.status == 404 && answer.json["code"] == "invalid_link", "\(answer.text)",
        sourceLocation: location)
    }
  }

  @Test("A reset ends with a change of the password")
  func resetAfterChange() throws {
    let ana = try Customer(try bundle())
    let links = [try reset(ana.email), try reset(ana.email, after: 1)]
    for link in links { #expect(try Client("").get(link).status == 200) }
    try changePassword(ana)
    for link in links { try expectDead(link) }
    try Colleague.logIn(Client(try bundle().url), ana.email, new)
    #expect(try ana.client.get("/v1/me").status == 200)
  }

  @Test("A reset ends with another one that was used")
  func resetAfterReset() throws {
    let ana = try Customer(try bundle())
    let links = [try reset(ana.email), try reset(ana.email, after: 1)]
    #expect(try Client("").post(links[0], ["password": .string(new)]).status == 200)
    try expectDead(links[1])
  }

  @Test("A reset that was sent to the old address ends with a change of address, and so does another change")
  func afterChangeOfAddress() throws {
    let ana = try Customer(try bundle())
    let link = try reset(ana.email)
    let change = try changeAddress(ana)
    for link in [change.old, change.new] {
      #expect(try Client("").post(link, ["password": .string(ana.password)]).status == 200)
    }
    try expectDead(link)
    try Colleague.logIn(Client(try bundle().url), change.email, ana.password)
  }

  @Test("What was asked for before a change and is made after it is not sent")
  func lateMessage() throws {
    let ana = try Customer(try bundle())
    try changePassword(ana)
    try bundle().sql(
      """
      insert into outbox (queue, dedup_key, body) values ('mail', gen_random_uuid()::text, jsonb_build_object('v', 1,
        'link_id', gen_random_uuid(), 'kind', 'reset_password', 'email', '\(ana.email)', 'requested_at',
        clock_timestamp() - interval '1 hour'))
      """)
    // It is behind the other in the same queue, which one function takes in turn.
    _ = try reset(ana.email)
    #expect(try bundle().mail(to: ana.email, "A new password").count == 1)
  }

  @Test("A change of address ends with a change of the password, at both ends")
  func changeAfterPassword() throws {
    let ana = try Customer(try bundle())
    let change = try changeAddress(ana)
    let agreed = try Client("").post(change.new, ["password": .string(ana.password)])
    #expect(agreed.json["result"] == "waiting_for_other_address")
    try changePassword(ana)
    try expectDead(change.old)
    try expectDead(change.new)
  }

  @Test("A change of address ends with the session that asked for it")
  func changeAfterSession() throws {
    let ana = try Customer(try bundle())
    let change = try changeAddress(ana)
    #expect(try ana.client.post("/v1/auth/logout").status == 204)
    try expectDead(change.old)
    try expectDead(change.new)
  }

  @Test("A verification ends with a change of the password")
  func verification() throws {
    let ana = try Customer(try bundle())
    try ana.unverify(in: try bundle())
    #expect(try ana.client.post("/v1/me/email/verification").status == 202)
    let link = try bundle().mailedLink(to: ana.email, "Please confirm your address")
    try changePassword(ana)
    try expectDead(link)
  }

  @Test(
    "An invitation ends when who sent it would not be let in: demoted, or without a demanded second factor")
  func invitation() throws {
    let ana = try Customer(try bundle())
    let admin = try Colleague(of: ana.client, as: "admin", in: try bundle())
    func invite() throws -> String {
      try Colleague.invite("eva-\(UUID.v7())@example.com", as: "viewer", by: admin.client, in: try bundle())
    }
    let first = try invite()
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    func demand(_ demand: Bool) throws {
      try bundle().sql(
        "update organization set requires_second_factor = \(demand) where id = '\(organization)'")
    }
    try demand(true)
    try expectDead(first)
    try demand(false)
    #expect(try Client("").get(first).status == 200)
    let role: JSON = ["role": "viewer"]
    #expect(try ana.client.call("PATCH", "/v1/members/\(admin.id())", role.encoded()).status == 200)
    try expectDead(first)
  }

  @Test("The challenge of the second step ends with a change of the factors, the password or the providers")
  func challenge() throws {
    let ana = try Customer(try bundle())
    _ = try Browser("google", linking: ana.client, in: try bundle()).signIn("g-\(UUID.v7())@example.com")
    let codes = try Authenticator.enrol(ana.client)
    for change in ["providers", "factors", "password"] {
      let first = try Client(try bundle().url).post(
        "/v1/auth/login", ["email": .string(ana.email), "password": .string(ana.password)])
      let challenge = try #require(first.json["challenge"]?.string)
      switch change {
      case "providers": #expect(try ana.client.delete("/v1/me/sign-ins/google").status == 204)
      case "factors": _ = try Authenticator.enrol(ana.client)
      default: try changePassword(ana)
      }
      let answer = try Client(try bundle().url).post(
        "/v1/auth/login/mfa", ["challenge": .string(challenge), "code": .string(codes.current)])
      #expect(answer.status == 401 && answer.json["code"] == "invalid_challenge", "\(answer.text)")
    }
  }
}
