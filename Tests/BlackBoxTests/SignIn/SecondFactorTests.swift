internal import Core
internal import Harness
internal import Testing

@Suite("Who has a second factor logs in by two steps, and what is sensitive asks again", .bundle)
struct SecondFactorTests {
  private func logIn(_ ana: Customer) throws -> Client.Answer {
    try Client(ana.client.base).post(
      "/v1/auth/login", ["email": .string(ana.email), "password": .string(ana.password)])
  }

  private func complete(_ challenge: String, _ proof: (String, String)) throws -> Client.Answer {
    try Client(try bundle().url).post(
      "/v1/auth/login/mfa", ["challenge": .string(challenge), proof.0: .string(proof.1)])
  }

  @Test("From the QR code to a log-in with a code, with a recovery code, and back to one step")
  func journey() throws {
    let ana = try Customer(try bundle())
    let enrolment = try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"])
    #expect(enrolment.status == 201)
    let path = "/v1/me/mfa/totp/\(try #require(enrolment.json["id"]?.string))"
    let app = try Authenticator(enrolment)
    // Until it is confirmed, nothing changes.
    #expect(try logIn(ana).json["access_token"] != nil)
    let codes = try app.codes()
    let wrong = codes.previous == "123456" || codes.current == "123456" ? "654321" : "123456"
    let refused = try ana.client.post("\(path)/confirm", ["code": .string(wrong)])
    #expect(refused.status == 422 && refused.fieldErrors == ["/code": "wrong_code"])
    let confirmed = try ana.client.post("\(path)/confirm", ["code": .string(codes.previous)])
    #expect(confirmed.status == 200, "\(confirmed.text)")
    let recovery = confirmed.json["recovery_codes"]?.array?.compactMap(\.string) ?? []
    #expect(recovery.count == 10)
    let listed = try ana.client.get("/v1/me/mfa")
    #expect(listed.json["data"]?[0]?["name"]?.string == "Telephone" && listed.json["data"]?[1] == nil)
    #expect(listed.json["recovery_codes_left"]?.integer == 10)
    #expect(!listed.text.contains("secret") && !listed.text.contains(recovery[0]))

    let first = try logIn(ana)
    #expect(first.status == 200 && first.json["access_token"] == nil)
    let challenge = try #require(first.json["challenge"]?.string)
    let eva = Client(try bundle().url)
    eva.accessToken = challenge
    #expect(try eva.get("/v1/me").status == 401)
    let opened = try complete(challenge, ("code", codes.current))
    #expect(opened.status == 200 && opened.json["refresh_token"] != nil, "\(opened.text)")
    let again = try complete(challenge, ("code", codes.current))
    #expect(again.status == 401 && again.json["code"]?.string == "wrong_code")
    #expect(try complete(challenge, ("recovery_code", recovery[7])).status == 200)
    #expect(try complete(challenge, ("recovery_code", recovery[7])).status == 401)
    #expect(try complete("cnc_x", ("code", codes.current)).json["code"]?.string == "invalid_challenge")
    let neither = try Client(try bundle().url).post("/v1/auth/login/mfa", ["challenge": "cnc_x"])
    #expect(neither.fieldErrors == ["/code": "required"])

    #expect(try ana.client.delete(path).status == 204)
    #expect(try ana.client.delete(path).status == 404)
    #expect(try logIn(ana).json["access_token"] != nil)
  }

  @Test(
    "An app that runs ahead, and a code with the spaces that apps show, are taken; each code is good once still"
  )
  func forgiving() throws {
    let ana = try Customer(try bundle())
    let enrolment = try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"])
    let app = try Authenticator(enrolment)
    func spaced(_ code: String) -> String { "\(code.prefix(3)) \(code.suffix(3)) " }
    let path = "/v1/me/mfa/totp/\(try #require(enrolment.json["id"]?.string))/confirm"
    let current = spaced(try app.codes().current)
    #expect(try ana.client.post(path, ["code": .string(current)]).status == 200)
    for (code, complaint) in [("12 345", "too_short"), ("123 4567", "too_long"), ("", "too_short")] {
      let answer = try complete("cnc_x", ("code", code))
      #expect(answer.fieldErrors == ["/code": complaint], "\(answer.text)")
    }
    let challenge = try #require(try logIn(ana).json["challenge"]?.string)
    #expect(try complete(challenge, ("code", current)).json["code"] == "wrong_code")
    let ahead = "\u{A0}\(try app.next())\n"
    #expect(try complete(challenge, ("code", ahead)).status == 200)
    #expect(try complete(challenge, ("code", ahead)).json["code"] == "wrong_code")
  }

  /// A person with a second factor.
  private func enrolled() throws -> (customer: Customer, factor: String, current: String, recovery: [String])
  {
    let customer = try Customer(try bundle())
    let enrolment = try customer.client.post("/v1/me/mfa/totp", ["name": "Telephone"])
    let factor = try #require(enrolment.json["id"]?.string)
    let codes = try Authenticator(enrolment).codes()
    let confirmed = try customer.client.post(
      "/v1/me/mfa/totp/\(factor)/confirm", ["code": .string(codes.previous)])
    let recovery = confirmed.json["recovery_codes"]?.array?.compactMap(\.string) ?? []
    #expect(recovery.count == 10)
    return (customer, factor, codes.current, recovery)
  }

  @Test("A code, a recovery code, a factor, a session is its owner's: a stranger's opens and ends nothing")
  func strangers() throws {
    let (ana, ben) = (try enrolled(), try enrolled())
    let challenge = try #require(try logIn(ana.customer).json["challenge"]?.string)
    for proof in [("recovery_code", ben.recovery[3]), ("code", ben.current)] {
      let refused = try complete(challenge, proof)
      #expect(refused.status == 401 && refused.json["code"] == "wrong_code", "\(refused.text)")
    }
    #expect(try ben.customer.client.get("/v1/me/mfa").json["recovery_codes_left"] == 10)
    let own = try #require(try logIn(ben.customer).json["challenge"]?.string)
    #expect(try complete(own, ("recovery_code", ben.recovery[3])).status == 200)
    #expect(try complete(own, ("code", ben.current)).status == 200)
    for proof in [("recovery_code", ben.recovery[4]), ("code", ben.current)] {
      let answer = try ana.customer.client.post(
        "/v1/me/sessions/current/step-up", [proof.0: .string(proof.1)])
      #expect(answer.fieldErrors == ["/code": "wrong_code"], "\(answer.text)")
    }
    #expect(try ana.customer.client.delete("/v1/me/mfa/totp/\(ben.factor)").status == 404)
    let pending = try ben.customer.client.post("/v1/me/mfa/totp", ["name": "Tablet"])
    let tablet = try #require(pending.json["id"]?.string)
    let code = JSON.string(try Authenticator(pending).codes().current)
    #expect(
      try ana.customer.client.post("/v1/me/mfa/totp/\(tablet)/confirm", ["code": code]).status == 404)
    let sessions = try ben.customer.client.get("/v1/me/sessions").json["data"]?.array ?? []
    for session in sessions {
      let id = try #require(session["id"]?.string)
      #expect(try ana.customer.client.delete("/v1/me/sessions/\(id)").status == 404)
    }
    #expect(sessions.count >= 2)
    #expect(try ben.customer.client.get("/v1/me/mfa").json["data"]?.array?.count == 1)
    #expect(try ben.customer.client.get("/v1/me").status == 200)
  }

  @Test("Ten minutes after the log-in, what is sensitive asks for another proof")
  func stepUp() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    let user = try #require(ana.registration["user"]?["id"]?.string)
    let password = JSON.string(ana.password)
    let sensitive: [(String, String, JSON?)] = [
      ("PUT", "/v1/me/password", ["current_password": password, "new_password": "staple battery"]),
      ("POST", "/v1/me/email", ["email": .string("new-\(ana.email)"), "password": password]),
      ("POST", "/v1/members/\(try eva.id())/ownership", ["password": password]),
      ("POST", "/v1/me/mfa/totp", ["name": "Telephone"]),
      ("POST", "/v1/me/mfa/totp/\(UUID.v7())/confirm", ["code": "123456"]),
      ("DELETE", "/v1/me/mfa/totp/\(UUID.v7())", nil),
      ("POST", "/v1/me/mfa/recovery-codes", nil),
    ]
    try bundle().sql(
      "update user_session set authenticated_at = authenticated_at - interval '11 min' where user_id = '\(user)'"
    )
    for (method, path, body) in sensitive {
      let answer = try ana.client.call(method, path, body?.encoded())
      #expect(
        answer.status == 403 && answer.json["code"]?.string == "step_up_required", "\(path): \(answer.text)")
    }
    // What is not sensitive goes on, and so do new tokens; they are no proof.
    #expect(try ana.client.get("/v1/me").status == 200)
    let refresh = try #require(ana.registration["refresh_token"]?.string)
    let refreshed = try ana.client.post("/v1/auth/refresh", ["refresh_token": .string(refresh)])
    ana.client.accessToken = refreshed.json["access_token"]?.string
    #expect(try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"]).status == 403)
    let wrong = try ana.client.post("/v1/me/sessions/current/step-up", ["password": "wrong"])
    #expect(wrong.status == 422 && wrong.fieldErrors == ["/password": "wrong_password"])
    #expect(try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"]).status == 403)
    #expect(try ana.client.post("/v1/me/sessions/current/step-up", ["password": password]).status == 204)
    #expect(try ana.client.post("/v1/me/mfa/totp", ["name": "Telephone"]).status == 201)
  }

  @Test("Whoever made an account with another's address, and a second factor, does not keep its owner out")
  func squatter() throws {
    let squatter = try Customer(try bundle())
    try squatter.unverify(in: try bundle())
    let enrolment = try squatter.client.post("/v1/me/mfa/totp", ["name": "Mine"])
    let path = "/v1/me/mfa/totp/\(try #require(enrolment.json["id"]?.string))"
    let code = try Authenticator(enrolment).codes().current
    #expect(try squatter.client.post("\(path)/confirm", ["code": .string(code)]).status == 200)
    let asked = try Client(try bundle().url).post(
      "/v1/auth/password-reset", ["email": .string(squatter.email)])
    #expect(asked.status == 202)
    let link = try bundle().mailedLink(to: squatter.email, "A new password")
    #expect(try Client("").post(link, ["password": "the owner's own"]).status == 200)
    let owner = try Client(try bundle().url).post(
      "/v1/auth/login", ["email": .string(squatter.email), "password": "the owner's own"])
    #expect(owner.json["access_token"] != nil, "\(owner.text)")
  }
}
