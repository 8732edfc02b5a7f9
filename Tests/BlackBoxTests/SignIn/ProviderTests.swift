internal import Core
internal import Harness
internal import Testing

@Suite("Google and Microsoft log people in, and nobody comes into the account of another", .bundle)
struct ProviderTests {
  private func signIn(
    _ email: String, by provider: String = "google", verified: Bool = true, _ more: [(String, String)] = []
  ) throws -> Client.Answer {
    try Browser(provider, in: try bundle()).signIn(email, verified: verified, more)
  }

  private func newAddress() -> String { "new-\(UUID.v7())@example.com" }

  private func user(_ answer: Client.Answer) throws -> String {
    let client = Client(try bundle().url)
    client.accessToken = answer.json["access_token"]?.string
    return try #require(try client.get("/v1/me").json["user"]?["id"]?.string, "\(answer.text)")
  }

  @Test(
    "Somebody new gets an account, and the same one again; both providers",
    arguments: ["google", "microsoft"])
  func newcomer(_ provider: String) throws {
    let email = newAddress()
    let first = try signIn(email, by: provider, [("name", "Eva")])
    #expect(first.status == 200 && first.json["refresh_token"] != nil, "\(first.text)")
    #expect(first.header("cache-control") == "no-store")
    #expect(first.header("set-cookie")?.contains("Max-Age=0") == true)
    let client = Client(try bundle().url)
    client.accessToken = first.json["access_token"]?.string
    let me = try client.get("/v1/me").json
    #expect(me["user"]?["name"]?.string == "Eva" && me["user"]?["email"]?.string == email)
    #expect(me["memberships"]?.array?.isEmpty == true)
    #expect(try user(signIn(email, by: provider)) == user(first))
    // The provider's id of the person counts, not the address.
    let linked = try client.get("/v1/me/sign-ins").json["data"]
    #expect(linked?[0]?["provider"]?.string == provider && linked?[1] == nil)
    #expect(try client.delete("/v1/me/sign-ins/\(provider)").json["code"]?.string == "last_way_in")
    let guess = try Client(try bundle().url).post(
      "/v1/auth/login", ["email": .string(email), "password": "a password"])
    #expect(guess.status == 401 && guess.json["code"]?.string == "wrong_credentials")
  }

  @Test("An account with the same address is linked only when both sides have verified the address")
  func sameAddress() throws {
    let ana = try Customer(try bundle())
    let id = try #require(ana.registration["user"]?["id"]?.string)
    try ana.unverify(in: try bundle())
    for verified in [true, false] {
      let refused = try signIn(ana.email, verified: verified)
      let expected = verified ? (409, "account_exists") : (403, "email_not_verified")
      #expect(refused.status == expected.0 && refused.json["code"]?.string == expected.1, "\(refused.text)")
    }
    #expect(try ana.client.post("/v1/me/email/verification").status == 202)
    _ = try Client("").post(try bundle().mailedLink(to: ana.email, "Please confirm your address"))
    #expect(try signIn(ana.email, verified: false).json["code"]?.string == "email_not_verified")
    #expect(try user(signIn(ana.email)) == id)
    // Another account of the provider that has got the address is not the same person.
    let other = try signIn(ana.email, [("subject", "somebody else")])
    #expect(other.status == 409 && other.json["code"]?.string == "account_exists")
    // Once it is linked the address there may change.
    let linked = try Browser("microsoft", linking: ana.client, in: try bundle()).signIn(
      newAddress(), verified: false, [("subject", "m-\(id)")])
    #expect(linked.json["linked"]?.string == "microsoft", "\(linked.text)")
    #expect(try user(signIn(newAddress(), by: "microsoft", verified: false, [("subject", "m-\(id)")])) == id)
    #expect(try ana.client.delete("/v1/me/sign-ins/microsoft").status == 204)
    #expect(try ana.client.delete("/v1/me/sign-ins/microsoft").status == 404)
  }

  @Test("What is linked to one person is not linked to another")
  func linking() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let form = [("subject", "shared-\(UUID.v7())")]
    let email = newAddress()
    let first = try Browser("google", linking: ana.client, in: try bundle()).signIn(email, form)
    #expect(first.json["linked"]?.string == "google", "\(first.text)")
    #expect(try Browser("google", linking: ana.client, in: try bundle()).signIn(email, form).status == 200)
    let taken = try Browser("google", linking: eva.client, in: try bundle()).signIn(email, form)
    #expect(taken.status == 409 && taken.json["code"]?.string == "sign_in_taken")
    let another = try Browser("google", linking: ana.client, in: try bundle()).signIn(newAddress())
    #expect(another.status == 409 && another.json["code"]?.string == "provider_linked")
    // Whoever has logged out meanwhile links nothing.
    let browser = try Browser("google", linking: eva.client, in: try bundle())
    #expect(try eva.client.post("/v1/auth/logout").status == 204)
    #expect(try browser.signIn(newAddress()).json["code"]?.string == "stale_sign_in")
  }

  @Test("Who comes back to link a provider has proved lately who they are, also when the way took long")
  func lateLink() throws {
    let ana = try Customer(try bundle())
    let browser = try Browser("google", linking: ana.client, in: try bundle())
    let location = try browser.consent([("email", newAddress())])
    let user = try #require(ana.registration["user"]?["id"]?.string)
    try bundle().sql(
      "update user_session set authenticated_at = authenticated_at - interval '11 min' where user_id = '\(user)'"
    )
    let refused = try browser.comeBack(location)
    #expect(refused.status == 403 && refused.json["code"] == "step_up_required", "\(refused.text)")
    #expect(try ana.client.get("/v1/me/sign-ins").json["data"] == [])
  }

  @Test("A provider or a second factor that was being added before a new password is not added after it")
  func newPassword() throws {
    let ana = try Customer(try bundle())
    let browser = try Browser("google", linking: ana.client, in: try bundle())
    let location = try browser.consent([("email", newAddress())])
    let enrolment = try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"])
    let factor = try #require(enrolment.json["id"]?.string)
    let code = try Authenticator(enrolment).codes().current
    let change: JSON = ["current_password": .string(ana.password), "new_password": "staple battery horse"]
    #expect(try ana.client.call("PUT", "/v1/me/password", change.encoded()).status == 200)
    #expect(try browser.comeBack(location).json["code"]?.string == "stale_sign_in")
    #expect(
      try ana.client.post("/v1/me/mfa/totp/\(factor)/confirm", ["code": .string(code)]).status == 404)
    #expect(try ana.client.get("/v1/me/sign-ins").json["data"]?.array == [])
  }

  @Test("The way back is good once, in the browser that began, for its provider, and with its state")
  func state() throws {
    let email = newAddress()
    var browser = try Browser("google", in: try bundle())
    let location = try browser.consent([("email", email)])
    let own = browser.cookie
    for cookie in [
      "", "__Host-sign-in=", "__Host-sign-in=AAAA", try Browser("google", in: try bundle()).cookie,
    ] {
      let victim = try Browser("google", in: try bundle())
      let name = victim.cookie.prefix { $0 != "=" }
      for cookie in [cookie, "\(name)=", "\(name)=AAAA"] {
        var attacker = victim
        attacker.cookie = cookie
        let refused = try attacker.comeBack(try victim.consent([("email", email)]))
        #expect(refused.status == 400 && refused.json["code"]?.string == "stale_sign_in", "\(refused.text)")
      }
    }
    // Two tabs are two trips, and whoever fetches the address of one first does not use it up.
    let tabs = [try Browser("google", in: try bundle()), try Browser("google", in: try bundle())]
    for tab in tabs {
      let location = try tab.consent([("email", newAddress())])
      #expect(try Client("").get(location).status == 400)
      let answer = try tab.client.call(
        "GET", location, headers: ["Cookie": tabs.map(\.cookie).joined(separator: "; ")])
      #expect(answer.status == 200, "\(answer.text)")
    }
    let elsewhere = location.replacing("/google/callback", with: "/microsoft/callback")
    #expect(try browser.comeBack(elsewhere).json["code"]?.string == "stale_sign_in")
    #expect(try browser.comeBack(location + "&state=AAAA").status == 400)
    #expect(try browser.comeBack(location).status == 200)
    #expect(try browser.comeBack(location).json["code"]?.string == "stale_sign_in")
    browser = try Browser("google", in: try bundle())
    #expect(browser.cookie != own)
    let denied = try browser.comeBack(browser.consent([("decision", "deny")]))
    #expect(denied.status == 400 && denied.json["code"]?.string == "sign_in_denied")
    browser = try Browser("google", in: try bundle())
    let late = try browser.consent([("email", email)])
    try bundle().sql("update sign_in_attempt set expires_at = clock_timestamp()")
    #expect(try browser.comeBack(late).json["code"]?.string == "stale_sign_in")
    #expect(
      try Client(try bundle().url).post("/v1/auth/sign-in/myspace").json["code"]?.string == "unknown_provider"
    )
  }

  @Test("A provider is linked after the second factor and not before, and the person is told")
  func linkAfterFactor() throws {
    let ana = try Customer(try bundle())
    let codes = try Authenticator.enrol(ana.client)
    func linked() throws -> [JSON] { try ana.client.get("/v1/me/sign-ins").json["data"]?.array ?? [] }
    let form = [("subject", "first-\(UUID.v7())")]
    let first = try signIn(ana.email, form)
    #expect(first.status == 200 && first.json["access_token"] == nil)
    let challenge = JSON.string(try #require(first.json["challenge"]?.string))
    let wrong = try Client(try bundle().url).post(
      "/v1/auth/login/mfa", ["challenge": challenge, "code": "000000"])
    #expect(wrong.status == 401)
    #expect(try linked().isEmpty)
    #expect(try bundle().mail(to: ana.email, "A new way to log in").isEmpty)
    // Without the factor nothing of the trip has stayed: with another address there it is not known.
    let unknown = try signIn(newAddress(), verified: false, form)
    #expect(unknown.json["code"]?.string == "email_not_verified")
    let opened = try Client(try bundle().url).post(
      "/v1/auth/login/mfa", ["challenge": challenge, "code": .string(codes.current)])
    #expect(opened.status == 200, "\(opened.text)")
    #expect(try linked().map { $0["provider"] } == ["google"])
    _ = try wait(for: "the notice", upTo: .seconds(20)) {
      try bundle().mail(to: ana.email, "A new way to log in").first
    }
    // Its use is noted after the factor too.
    let before = try linked()[0]["used_at"]
    #expect(try signIn(ana.email, form).json["challenge"] != nil)
    #expect(try linked()[0]["used_at"] == before)
  }

  @Test("A second factor is asked for after the provider, too")
  func secondFactor() throws {
    let ana = try Customer(try bundle())
    let form = [("subject", "factor-\(UUID.v7())")]
    let email = newAddress()
    #expect(try Browser("google", linking: ana.client, in: try bundle()).signIn(email, form).status == 200)
    let enrolment = try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"])
    let path = "/v1/me/mfa/totp/\(try #require(enrolment.json["id"]?.string))"
    let codes = try Authenticator(enrolment).codes()
    #expect(try ana.client.post("\(path)/confirm", ["code": .string(codes.previous)]).status == 200)
    let first = try signIn(email, form)
    #expect(first.status == 200 && first.json["access_token"] == nil)
    let challenge = try #require(first.json["challenge"]?.string)
    let opened = try Client(try bundle().url).post(
      "/v1/auth/login/mfa", ["challenge": .string(challenge), "code": .string(codes.current)])
    #expect(opened.status == 200, "\(opened.text)")
  }

  /// The providers of a sandbox of its own: the script rotates their keys.
  @Test("Somebody else's client signs in at the simulated providers", arguments: ["google", "microsoft"])
  func otherClient(_ provider: String) throws {
    let (port, output) = (TemporaryDirectory.path("port"), TemporaryDirectory.path("sandbox"))
    let sandbox = try ChildProcess(
      RunningBundle.binaries + "/sandbox", ["--port", "0", "--port-file", port], output: output)
    defer {
      try? sandbox.end()
      try? TemporaryDirectory.remove(port)
      try? TemporaryDirectory.remove(output)
    }
    let number = try wait(for: "the sandbox", upTo: .seconds(20)) {
      (try? TextFile.read(port)).flatMap { Int($0.filter(\.isNumber)) }
    }
    let result = try Python.run(
      "Tests/SignInClients/provider_pyjwt.py",
      ["http://127.0.0.1:\(number)", provider, "sandbox-\(provider)", "sandbox-\(provider)-secret"])
    #expect(result.status == 0 && result.output.contains("signed in as eva@example.com"), "\(result.output)")
  }
}
