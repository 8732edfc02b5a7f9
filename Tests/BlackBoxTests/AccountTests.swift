internal import Core
internal import Harness
internal import Testing

@Suite("A person keeps control of their own account", .bundle) struct AccountTests {
  private func link(to email: String, _ subject: String) throws -> String {
    try bundle().mailedLink(to: email, subject)
  }

  private func logIn(_ email: String, _ password: String) throws -> Client.Answer {
    try Client(try bundle().url).post(
      "/v1/auth/login", ["email": .string(email), "password": .string(password)])
  }

  private func register(_ email: String, _ password: String, _ organization: String = "Cafe") throws
    -> Client.Answer
  {
    try Client(try bundle().url).post(
      "/v1/auth/register",
      [
        "email": .string(email), "password": .string(password), "name": "Ana <i>",
        "organization": .string(organization),
      ])
  }

  @Test("The link in the mail after registering makes the account, once, and opening it changes nothing")
  func registration() throws {
    let email = "ana-\(UUID.v7())@example.com"
    #expect(try register(email, "correct horse").status == 202)
    let address = try link(to: email, "Is this your address?")
    for _ in 0..<2 {
      let page = try Client("").get(address)
      #expect(page.status == 200 && page.text.contains("<form method=\"post\">"))
      #expect(page.text.contains("<dd>Ana &lt;i&gt;</dd><dt>Organization</dt><dd>Cafe</dd>"))
    }
    #expect(try logIn(email, "correct horse").status == 401)
    let first = try Client("").post(address, ["password": "correct horse"])
    #expect(first.status == 200 && first.json["result"]?.string == "registered")
    #expect(try Client("").post(address, ["password": "correct horse"]).status == 404)
    let client = Client(try bundle().url)
    client.accessToken = try logIn(email, "correct horse").json["access_token"]?.string
    #expect(try client.get("/v1/me").json["memberships"]?[0]?["role"]?.string == "owner")
    let again = try client.post("/v1/me/email/verification")
    #expect(again.status == 409 && again.json["code"]?.string == "already_verified")
  }

  @Test(
    "Registering says the same for an address that somebody has, and tells its owner by mail, without a link")
  func takenAddress() throws {
    let ana = try Customer(try bundle())
    let nobody = "nobody-\(UUID.v7())@example.com"
    let password = "another horse"
    let answers = try [ana.email, nobody].map { try register($0, password) }
    #expect(answers[0].status == 202 && answers[0].status == answers[1].status)
    #expect(answers[0].body == answers[1].body)
    let names = answers.map { $0.headers.map(\.name).sorted() }
    #expect(names[0] == names[1])
    // The next step says the same too: nobody can log in before the link was used.
    let attempts = try [ana.email, nobody].map { try logIn($0, password) }
    #expect(attempts.allSatisfy { $0.status == 401 } && attempts[0].text == attempts[1].text)
    let notice = try wait(for: "the notice", upTo: .seconds(20)) {
      try bundle().mail(to: ana.email, "You have an account already").first
    }
    #expect(notice["text"]?.string?.contains("/v1/links/") == false)
    #expect(try bundle().mail(to: ana.email, "Is this your address?").count == 1)
    let confirmed = try Client("").post(
      link(to: nobody, "Is this your address?"), ["password": .string(password)])
    #expect(confirmed.status == 200)
    #expect(try logIn(nobody, password).status == 200)
    #expect(try logIn(ana.email, ana.password).status == 200)
  }

  @Test("Nobody's mailbox is filled by registering, whoever has the address")
  func manyRegistrations() throws {
    let ana = try Customer(try bundle())
    for email in [ana.email, "nobody-\(UUID.v7())@example.com"] {
      let statuses = try (0..<4).map { _ in try register(email, "another horse").status }
      #expect(statuses.prefix(2).allSatisfy { $0 == 202 } && statuses.last == 429, "\(statuses)")
    }
  }

  @Test("An account whose address was never confirmed, as there were, is verified by a link that it asks for")
  func verification() throws {
    let ana = try Customer(try bundle())
    try ana.unverify(in: try bundle())
    #expect(try ana.client.post("/v1/me/email/verification").status == 202)
    let address = try link(to: ana.email, "Please confirm your address")
    #expect(try Client("").post(address).json["result"]?.string == "email_verified")
    #expect(try Client("").post(address).status == 404)
  }

  @Test("A forgotten password is set by a mailed link, once; every session ends, the old password is useless")
  func reset() throws {
    let ana = try Customer(try bundle())
    let asked = try ana.client.post("/v1/auth/password-reset", ["email": .string(ana.email)])
    #expect(asked.status == 202)
    let address = try link(to: ana.email, "A new password")
    let common = try Client("").post(address, ["password": "12345678"])
    #expect(common.status == 422 && common.fieldErrors["/password"] == "common_password")
    let page = try Client("").submit([("password", "staple battery horse")], to: address)
    #expect(page.status == 200 && page.text.contains("Your password is set"))
    #expect(try Client("").post(address, ["password": "another one entirely"]).status == 404)
    #expect(try ana.client.get("/v1/me").status == 401)
    #expect(try logIn(ana.email, ana.password).status == 401)
    #expect(try logIn(ana.email, "staple battery horse").status == 200)
  }

  @Test("A link of which a single bit is made up opens nothing")
  func forgedLink() throws {
    let ana = try Customer(try bundle())
    _ = try ana.client.post("/v1/auth/password-reset", ["email": .string(ana.email)])
    let address = try link(to: ana.email, "A new password")
    let (place, token) = (address.prefix(address.count - 43), address.suffix(43))
    let bytes = try #require(Base64.urlDecode(token))
    #expect(bytes.count == 32)
    let forged = bytes.indices.map { index in
      var copy = bytes
      copy[index] ^= 1
      return copy
    }
    for copy in forged + [Array(bytes.dropLast()), bytes + [0]] {
      let link = String(place) + Base64.urlEncode(copy)
      #expect(try Client("").get(link).status == 404)
      #expect(try Client("").post(link, ["password": "staple battery horse"]).status == 404)
    }
    #expect(try Client("").get(address).status == 200)
  }

  @Test("Asking for a new password says the same for an address that nobody has, and mails nobody")
  func unknownAddress() throws {
    let ana = try Customer(try bundle())
    let nobody = "nobody-\(UUID.v7())@example.com"
    let unknown = try ana.client.post("/v1/auth/password-reset", ["email": .string(nobody)])
    let known = try ana.client.post("/v1/auth/password-reset", ["email": .string(ana.email)])
    #expect(unknown.status == known.status && unknown.text == known.text)
    // Messages are taken in their order by the same function: when this one is there, the other was looked at.
    _ = try link(to: ana.email, "A new password")
    #expect(try bundle().mail(to: nobody).isEmpty)
  }

  @Test("An address changes when both the old and the new one agreed")
  func changeOfAddress() throws {
    let ana = try Customer(try bundle())
    let new = "new-\(UUID.v7())@example.com"
    let wrong = try ana.client.post("/v1/me/email", ["email": .string(new), "password": "not hers"])
    #expect(wrong.status == 422 && wrong.fieldErrors["/password"] == "wrong_password")
    let asked = try ana.client.post(
      "/v1/me/email", ["email": .string(new), "password": .string(ana.password)])
    #expect(asked.status == 202)
    let newLink = try link(to: new, "Is this your new address?")
    // Whoever reads mail at an address that somebody else gave to their account does not make it theirs by a click.
    let page = try Client("").get(newLink).text
    #expect(page.contains(ana.email) && page.contains("type=\"password\""))
    #expect(try Client("").post(newLink).fieldErrors == ["/password": "required"])
    let stranger = try Client("").post(newLink, ["password": "a stranger's horse"])
    #expect(stranger.fieldErrors == ["/password": "wrong_password"])
    let atNew = try Client("").post(newLink, ["password": .string(ana.password)])
    #expect(atNew.json["result"]?.string == "waiting_for_other_address")
    #expect(try logIn(new, ana.password).status == 401)
    let atOld = try Client("").post(try link(to: ana.email, "Is your address to change?"))
    #expect(atOld.json["result"]?.string == "email_changed")
    #expect(try logIn(new, ana.password).status == 200)
    #expect(try logIn(ana.email, ana.password).status == 401)
  }

  @Test("Changing to an address that somebody has says the same as to any other, and tells its owner by mail")
  func changeToTaken() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let nobody = "nobody-\(UUID.v7())@example.com"
    let answers = try [eva.email, nobody].map {
      try ana.client.post("/v1/me/email", ["email": .string($0), "password": .string(ana.password)])
    }
    #expect(answers[0].status == 202 && answers[1].status == 202 && answers[0].body == answers[1].body)
    let notice = try wait(for: "the notice", upTo: .seconds(20)) {
      try bundle().mail(to: eva.email, "You have an account already").first
    }
    #expect(notice["text"]?.string?.contains("/v1/links/") == false)
    _ = try link(to: nobody, "Is this your new address?")
    #expect(try bundle().mail(to: eva.email, "Is this your new address?").isEmpty)
    #expect(try logIn(eva.email, eva.password).status == 200)
  }

  @Test("Sessions are listed and ended one by one or all at once, and an ended one is out at once")
  func sessions() throws {
    let ana = try Customer(try bundle())
    let phone = Client(try bundle().url)
    phone.accessToken = try logIn(ana.email, ana.password).json["access_token"]?.string
    let listed = try ana.client.get("/v1/me/sessions").json["data"]?.array ?? []
    #expect(listed.count == 2)
    #expect(listed.filter { $0["is_current"]?.bool == true }.count == 1)
    let other = try #require(listed.first { $0["is_current"]?.bool == false }?["id"]?.string)
    #expect(try phone.get("/v1/me").status == 200)
    #expect(try ana.client.delete("/v1/me/sessions/\(other)").status == 204)
    #expect(try phone.get("/v1/me").status == 401)
    #expect(try ana.client.delete("/v1/me/sessions/\(other)").status == 404)
    phone.accessToken = try logIn(ana.email, ana.password).json["access_token"]?.string
    #expect(try ana.client.post("/v1/auth/logout").status == 204)
    #expect(try ana.client.get("/v1/me").status == 401)
    #expect(try phone.delete("/v1/me/sessions").status == 204)
    #expect(try phone.get("/v1/me").status == 401)
  }

  @Test("Nobody ends the session of another")
  func sessionOfAnother() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let id = try #require(try eva.client.get("/v1/me/sessions").json["data"]?[0]?["id"]?.string)
    #expect(try ana.client.delete("/v1/me/sessions/\(id)").status == 404)
    #expect(try eva.client.get("/v1/me").status == 200)
  }

  @Test("A new password ends the other sessions and keeps this one")
  func changeOfPassword() throws {
    let ana = try Customer(try bundle())
    let phone = Client(try bundle().url)
    phone.accessToken = try logIn(ana.email, ana.password).json["access_token"]?.string
    let body: JSON = ["current_password": .string(ana.password), "new_password": "staple battery horse"]
    let changed = try ana.client.call("PUT", "/v1/me/password", body.encoded())
    #expect(changed.status == 200 && changed.json["api_keys"]?.array?.isEmpty == true)
    #expect(try phone.get("/v1/me").status == 401)
    #expect(try ana.client.get("/v1/me").status == 200)
    #expect(try logIn(ana.email, "staple battery horse").status == 200)
  }

  @Test("Guessing a password has to wait, though it comes right in the end; another person does not")
  func throttling() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let answers = try (0..<8).map { try logIn(ana.email, "guess \($0)") }
    #expect(answers.prefix(5).allSatisfy { $0.status == 401 })
    #expect(answers.suffix(2).allSatisfy { $0.status == 429 })
    let refused = try logIn(ana.email, ana.password)
    #expect(refused.status == 429)
    #expect((Int(refused.header("retry-after") ?? "") ?? 0) > 0)
    #expect(try logIn(eva.email, eva.password).status == 200)
  }

  @Test(
    "What concerns a log-in is in the person's own audit trail; an organization's is for those who may read it"
  )
  func trail() throws {
    let ana = try Customer(try bundle())
    _ = try logIn(ana.email, "not hers")
    let answer = try ana.client.get("/v1/audit-events")
    #expect(answer.status == 200 && answer.json["data"]?.array != nil)
    let table = try ana.client.get("/v1/audit-events?format=csv")
    #expect(table.text.hasPrefix("sequence,occurred_at,action,"))
    // An accent behind a quotation mark, a comma or an equals sign hides it from Swift only, not from a spreadsheet.
    let named = try ana.client.call(
      "PATCH", "/v1/organization", (["name": "\u{301},\u{301} Cafe"] as JSON).encoded())
    #expect(named.status == 200)
    let marked = try ana.client.get("/v1/audit-events?format=csv").text
    let rows = marked.unicodeScalars.split(separator: "\n").map {
      $0.split(separator: "\"", omittingEmptySubsequences: false)
    }
    #expect(rows.contains { $0.count > 1 } && rows.allSatisfy { $0.count % 2 == 1 }, "\(marked)")
    let wrong = try ana.client.get("/v1/audit-events?limit=0&from=yesterday&colour=red")
    #expect(wrong.status == 422)
    #expect(Set(wrong.fieldErrors.keys) == ["limit", "/from", "/colour"] || wrong.fieldErrors.count == 3)
  }
}
