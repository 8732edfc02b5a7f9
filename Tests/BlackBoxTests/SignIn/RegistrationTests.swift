internal import Core
internal import Harness
internal import Testing

@Suite("Confirming an address makes good no password but its owner's", .bundle)
struct RegistrationTests {
  private static let subject = "Is this your address?"

  private func register(
    _ email: String, _ password: String, _ organization: String, key: String? = nil
  ) throws -> Client.Answer {
    try Client(try bundle().url).post(
      "/v1/auth/register",
      [
        "email": .string(email), "password": .string(password), "name": "Vic <b>",
        "organization": .string(organization),
      ], headers: key.map { ["Idempotency-Key": $0] } ?? [:])
  }

  private func logIn(_ email: String, _ password: String) throws -> Int {
    try Client(try bundle().url).post(
      "/v1/auth/login", ["email": .string(email), "password": .string(password)]
    ).status
  }

  private func newAddress() -> String { "vic-\(UUID.v7())@example.com" }

  @Test(
    "Of a stranger's registration and hers, whichever she confirms, only her password logs in",
    arguments: [0, 1])
  func stranger(_ chosen: Int) throws {
    let email = newAddress()
    let stranger = "the stranger's horse"
    #expect(try register(email, stranger, "Evil & Sons").status == 202)
    let first = try bundle().mailedLink(to: email, Self.subject)
    #expect(try register(email, "vic's own horse", "Vic's").status == 202)
    let second = try bundle().mailedLink(to: email, Self.subject, after: 1)
    let texts = try bundle().mail(to: email, Self.subject).compactMap { $0["text"]?.string }
    #expect(texts.count == 2)
    #expect(texts[0].contains("Organization: Evil & Sons\n") && texts[1].contains("Organization: Vic's\n"))
    for text in texts {
      #expect(text.contains("Name: Vic <b>\n") && text.contains("From the network address: 127.0.0.1\n"))
      #expect(text.contains("Registered at: 20"))
    }
    let link = [first, second][chosen]
    let page = try Client("").get(link).text
    #expect(page.contains(chosen == 0 ? "<dd>Evil &amp; Sons</dd>" : "<dd>Vic&#39;s</dd>"))
    #expect(page.contains("<dd>Vic &lt;b&gt;</dd>") && page.contains("name=\"password\""))
    let bare = try Client("").post(link)
    #expect(bare.status == 422 && bare.fieldErrors == ["/password": "required"])
    #expect(
      try Client("").post(link, ["password": "12345678"]).fieldErrors == ["/password": "common_password"])
    #expect(try Client("").post(link, ["password": "short"]).fieldErrors == ["/password": "too_short"])
    #expect(try Client("").post(link, ["password": "vic's own horse"]).json["result"] == "registered")
    #expect(try logIn(email, stranger) == 401)
    #expect(try logIn(email, "vic's own horse") == 200)
    // The other one opens nothing any more.
    #expect(try Client("").post([second, first][chosen], ["password": .string(stranger)]).status == 404)
    #expect(try logIn(email, stranger) == 401)
  }

  @Test("The browser that registered needs no password; another's cookie, or none, does")
  func browser() throws {
    let email = newAddress()
    let registered = try register(email, "vic's own horse", "Vic's")
    let set = try #require(registered.header("set-cookie"))
    #expect(set.hasPrefix("__Host-registration="))
    #expect(set.hasSuffix("; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax"))
    let own = try #require(registered.cookie)
    let link = try bundle().mailedLink(to: email, Self.subject)
    let other = try #require(try register(newAddress(), "another horse", "X").cookie)
    for cookie in [other, "__Host-registration=", "__Host-registration=AAAA", "registration=\(own)"] {
      let refused = try Client("").call("POST", link, Array("{}".utf8), headers: ["Cookie": cookie])
      #expect(refused.fieldErrors == ["/password": "required"], "\(cookie)")
    }
    let page = try Client("").call("GET", link, headers: ["Cookie": own])
    #expect(page.status == 200 && !page.text.contains("name=\"password\""))
    let used = try Client("").call("POST", link, Array("{}".utf8), headers: ["Cookie": own])
    #expect(used.json["result"] == "registered", "\(used.text)")
    #expect(try logIn(email, "vic's own horse") == 200)
  }

  @Test(
    "A registration that is repeated under its key gets a cookie that counts; the table holds none of them")
  func repeated() throws {
    let (email, key) = (newAddress(), "\(UUID.v7())")
    _ = try register(email, "vic's own horse", "Vic's", key: key)
    let again = try #require(try register(email, "vic's own horse", "Vic's", key: key).cookie)
    let link = try bundle().mailedLink(to: email, Self.subject)
    let stored = try bundle().sql("select encode(browser_sha256, 'escape') from registration")
    #expect(!stored.contains(again.dropFirst("__Host-registration=".count)))
    let used = try Client("").call("POST", link, Array("{}".utf8), headers: ["Cookie": again])
    #expect(used.json["result"] == "registered", "\(used.text)")
  }

  @Test("Keys of strangers do not meet; another registration under one's own key is refused")
  func keys() throws {
    let emails = [newAddress(), newAddress()]
    for email in emails {
      #expect(try register(email, "correct horse", "Cafe", key: "order-1").status == 202)
      _ = try bundle().mailedLink(to: email, Self.subject)
    }
    for (password, organization) in [("another horse", "Cafe"), ("correct horse", "Bar")] {
      let other = try register(emails[0], password, organization, key: "order-1")
      #expect(other.status == 422 && other.json["code"] == "idempotency_key_reused")
    }
  }
}
