internal import Core
internal import Harness
internal import Testing

@Suite("Who has been given something that lasts is told by mail, and what a new password leaves", .bundle)
struct SecurityNoticeTests {
  private func notice(_ email: String, _ subject: String, after count: Int = 0) throws -> String {
    let mail = try wait(for: "mail '\(subject)' to \(email)", upTo: .seconds(20)) { () -> JSON? in
      let found = try bundle().mail(to: email, subject)
      return found.count > count ? found.last : nil
    }
    let text = try #require(mail["text"]?.string)
    #expect(text.contains("When: 20") && text.contains("From the network address: 127.0.0.1"), "\(text)")
    return text
  }

  @Test("A key that was made and one that was replaced, by its name and never itself")
  func keys() throws {
    let ana = try Customer(try bundle())
    let made = try APIKeyHolder(by: ana.client, in: try bundle())
    let first = try notice(ana.email, "An API key was made")
    #expect(first.contains("Import (\(made.text.prefix(16))…), which may: read"))
    let rotated = try APIKeyHolder(ana.client.post("/v1/api-keys/\(made.id)/rotate"), in: try bundle())
    let second = try notice(ana.email, "An API key was replaced")
    for text in [first, second] {
      #expect(!text.contains(made.text) && !text.contains(rotated.text))
    }
  }

  @Test("A second factor, a provider, a role")
  func others() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    // As a name could be before names were one line.
    try bundle().sql("update app_user set name = E'Eva\\nof the desk' where id = '\(eva.id())'")
    for (role, count) in [("author", 0), ("admin", 1)] {
      let body: JSON = ["role": .string(role)]
      #expect(try ana.client.call("PATCH", "/v1/members/\(eva.id())", body.encoded()).status == 200)
      if count == 0 { continue }
      #expect(try notice(eva.email, "You have a new role").contains("admin"))
      #expect(try notice(ana.email, "You gave somebody a new role").contains("Eva of the desk was given"))
    }
    #expect(try bundle().mail(to: eva.email, "You have a new role").count == 1)
    _ = try Browser("google", linking: ana.client, in: try bundle()).signIn("g-\(UUID.v7())@example.com")
    #expect(try notice(ana.email, "A new way to log in").contains("google"))
    _ = try Authenticator.enrol(ana.client)
    #expect(try notice(ana.email, "A second factor was added").contains("Telephone"))
    let factor = try #require(try ana.client.get("/v1/me/mfa").json["data"]?[0]?["id"]?.string)
    #expect(try ana.client.delete("/v1/me/mfa/totp/\(factor)").status == 204)
    #expect(try notice(ana.email, "A second factor was removed").contains("Telephone"))
  }

  @Test("A new password names the keys that are good still, and ends them when that is wanted")
  func password() throws {
    let ana = try Customer(try bundle())
    let keys = try (0..<2).map { _ in try APIKeyHolder(by: ana.client, in: try bundle()) }
    var current = ana.password
    func change(_ more: JSONObject) throws -> JSON {
      let new = "staple battery \(UUID.v7())"
      var body: JSONObject = ["current_password": .string(current), "new_password": .string(new)]
      for (name, value) in more.members { body[name] = value }
      let answer = try ana.client.call("PUT", "/v1/me/password", JSON.object(body).encoded())
      #expect(answer.status == 200, "\(answer.text)")
      current = new
      return answer.json
    }
    let kept = try change([:])
    #expect(kept["api_keys"]?.array?.map { $0["id"]?.string } == keys.map(\.id))
    #expect(kept["api_keys"]?[0]?["organization"]?["name"] == "Cafe Ana" && kept["revoked_api_keys"] == 0)
    #expect(keys.allSatisfy { !kept.text.contains($0.text) })
    #expect(try keys[0].client.get("/v1/me").status == 200)
    #expect(try notice(ana.email, "Your password was changed").contains("Import"))
    let ended = try change(["revoke_api_keys": true])
    #expect(ended["api_keys"]?.array?.isEmpty == true && ended["revoked_api_keys"] == 2)
    for key in keys { #expect(try key.client.get("/v1/me").status == 401) }
    #expect(
      try notice(ana.email, "Your password was changed", after: 1).contains("API keys that were ended: 2."))
    let trail = try ana.client.get("/v1/audit-events?action=api_key.revoked").json["data"]?.array
    #expect(trail?.count == 2)
  }

  @Test("A new password names providers and second factors too, and ends them when that is wanted")
  func otherWaysIn() throws {
    let ana = try Customer(try bundle())
    let subject = "g-\(UUID.v7())"
    _ = try Browser("google", linking: ana.client, in: try bundle()).signIn(
      "\(subject)@example.com", [("subject", subject)])
    _ = try Authenticator.enrol(ana.client)
    let body: JSONObject = [
      "current_password": .string(ana.password), "new_password": "staple battery horse",
    ]
    let kept = try ana.client.call("PUT", "/v1/me/password", JSON.object(body).encoded()).json
    #expect(kept["sign_ins"]?[0]?["provider"] == "google" && kept["unlinked_sign_ins"] == 0, "\(kept.text)")
    #expect(kept["second_factors"]?[0]?["name"] == "Telephone" && kept["removed_second_factors"] == 0)
    let told = try notice(ana.email, "Your password was changed")
    #expect(told.contains("google (\(subject)@example.com)") && told.contains("- Telephone"), "\(told)")

    // Whoever reads the mail alone sees them, and takes no second factor away.
    _ = try Client(try bundle().url).post("/v1/auth/password-reset", ["email": .string(ana.email)])
    let link = try bundle().mailedLink(to: ana.email, "A new password")
    let page = try Client("").get(link).text
    #expect(
      page.contains("google") && page.contains("Telephone") && page.contains("name=\"unlink_sign_ins\""))
    #expect(!page.contains("name=\"remove_second_factors\"") && !page.contains("name=\"revoke_api_keys\""))
    let stolen: JSON = ["password": "a third horse", "remove_second_factors": true]
    #expect(try Client("").post(link, stolen).fieldErrors == ["/remove_second_factors": "unknown_field"])
    let reset = try Client("").submit([("password", "a third horse"), ("unlink_sign_ins", "on")], to: link)
    #expect(reset.text.contains("Providers that were unlinked: 1.") && reset.text.contains("Telephone"))
    let again = try Browser("google", in: try bundle()).signIn(
      "other-\(subject)@example.com", [("subject", subject)])
    #expect(again.json["challenge"] == nil, "\(again.text)")
  }

  @Test("Who is logged in by the second factor may remove all of them with the password")
  func removedFactors() throws {
    let ana = try Customer(try bundle())
    _ = try Authenticator.enrol(ana.client)
    let body: JSONObject = [
      "current_password": .string(ana.password), "new_password": "staple battery horse",
      "remove_second_factors": true,
    ]
    let ended = try ana.client.call("PUT", "/v1/me/password", JSON.object(body).encoded()).json
    #expect(ended["second_factors"] == [] && ended["removed_second_factors"] == 1, "\(ended.text)")
    #expect(try ana.client.get("/v1/me/mfa").json["recovery_codes_left"] == 0)
    #expect(
      try notice(ana.email, "Your password was changed").contains("Second factors that were removed: 1."))
  }

  @Test("The page of a mailed link does the same")
  func reset() throws {
    let ana = try Customer(try bundle())
    let key = try APIKeyHolder(by: ana.client, in: try bundle())
    func link(after count: Int) throws -> String {
      _ = try Client(try bundle().url).post("/v1/auth/password-reset", ["email": .string(ana.email)])
      return try bundle().mailedLink(to: ana.email, "A new password", after: count)
    }
    let first = try link(after: 0)
    let page = try Client("").get(first).text
    #expect(page.contains("name=\"revoke_api_keys\"") && page.contains("Import"))
    let kept = try Client("").post(first, ["password": "staple battery horse"])
    #expect(kept.json["result"] == "password_reset")
    #expect(kept.json["api_keys"]?[0]?["id"]?.string == key.id)
    #expect(try key.client.get("/v1/me").status == 200)
    let second = try link(after: 1)
    let told = try Client("").submit(
      [("password", "a horse of another colour"), ("revoke_api_keys", "on")], to: second)
    #expect(told.status == 200 && told.text.contains("API keys that were ended: 1."), "\(told.text)")
    #expect(try key.client.get("/v1/me").status == 401)
  }
}
