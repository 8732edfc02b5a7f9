internal import Core
internal import Harness
internal import Testing

@Suite("People get what is kept about them, and are forgotten when they wish", .hastyBundle)
struct PrivacyJourneyTests {
  private func code(_ answer: Client.Answer) -> String? { answer.json["code"]?.string }

  /// Waits until the export is made, and reads its files.
  private func download(_ path: String, _ client: Client) throws -> [JSON] {
    let asked = try client.post(path)
    #expect(asked.status == 202 && asked.json["state"]?.string == "queued")
    let id = try #require(asked.json["id"]?.string)
    let ready = try wait(for: "the export", upTo: .seconds(30)) {
      let shown = try client.get("\(path)/\(id)")
      #expect(shown.status == 200)
      return shown.json["state"]?.string == "ready" ? shown.json : nil
    }
    return try (ready["download_urls"]?.array ?? []).map { url in
      let file = try Client("").get(try #require(url.string))
      #expect(file.status == 200)
      #expect(file.header("content-disposition")?.hasPrefix("attachment") == true)
      return file.json
    }
  }

  @Test("A person's export is made, and its address opens it without a token") func personal() throws {
    let ana = try Customer(try bundle())
    let files = try download("/v1/me/exports", ana.client)
    #expect(files.count == 1)
    #expect(files[0]["tables"]?["app_user"]?[0]?["email"]?.string == ana.email)
    #expect(files[0]["tables"]?["app_user"]?[0]?["password_hash"] == nil)
    #expect(
      (files[0]["tables"]?["event"]?.array ?? []).contains { $0["action"]?.string == "export.requested" })
  }

  @Test("An organization's export is its owners'") func organization() throws {
    let ana = try Customer(try bundle())
    let admin = try Colleague(of: ana.client, as: "admin", in: try bundle())
    #expect(code(try admin.client.post("/v1/organization/exports")) == "owners_only")
    let files = try download("/v1/organization/exports", ana.client)
    #expect(files[0]["tables"]?["membership"]?.array?.count == 2)
    let actions = try ana.client.get("/v1/audit-events").json["data"]?.array?.compactMap {
      $0["action"]?.string
    }
    #expect(Set(actions ?? []).isSuperset(of: ["export.requested", "export.downloaded"]))
  }

  @Test("An account is erased when it is due: its sessions end, and its address can register again")
  func erasure() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    #expect(
      try ana.client.post("/v1/me/erasure", ["password": "wrong"]).fieldErrors["/password"]
        == "wrong_password")
    #expect(try ana.client.delete("/v1/me/erasure").status == 404)
    let asked = try ana.client.post("/v1/me/erasure", ["password": .string(ana.password)])
    #expect(asked.status == 202 && asked.json["due_at"]?.string != nil)
    _ = try wait(for: "the notice", upTo: .seconds(20)) {
      try bundle.mail(to: ana.email, "Your account is to be erased").first
    }
    #expect(try ana.client.get("/v1/me").status == 200)
    #expect(try bundle.invoke("EraseDue").isDone)
    #expect(try ana.client.get("/v1/me").status == 401)
    let answer = try Client(bundle.url).post(
      "/v1/auth/login", ["email": .string(ana.email), "password": .string(ana.password)])
    #expect(answer.status == 401)
    let again = try Client(bundle.url).post(
      "/v1/auth/register",
      ["email": .string(ana.email), "password": .string(ana.password), "name": "Ana", "organization": "New"])
    #expect(again.status == 202)
    // Nobody has the address any more.
    _ = try bundle.mailedLink(to: ana.email, "Is this your address?", after: 1)
  }

  @Test("What was cancelled is not erased, and can be asked for again") func cancelled() throws {
    let ana = try Customer(try bundle())
    let proof: JSON = ["password": .string(ana.password)]
    for path in ["/v1/me/erasure", "/v1/organization/erasure"] {
      let first = try ana.client.post(path, proof)
      #expect(first.status == 202)
      #expect(try ana.client.post(path, proof).json == first.json)
      #expect(try ana.client.delete(path).status == 204)
      #expect(try ana.client.delete(path).status == 404)
    }
    #expect(try bundle().invoke("EraseDue").isDone)
    #expect(try ana.client.get("/v1/me").json["memberships"]?.array?.count == 1)
    #expect(try ana.client.post("/v1/me/erasure", proof).status == 202)
  }

  @Test("An owner on whom others depend transfers the organization first; its erasure leaves its people")
  func owner() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let ben = try Colleague(of: ana.client, as: "admin", in: bundle)
    let proof: JSON = ["password": .string(ana.password)]
    #expect(code(try ana.client.post("/v1/me/erasure", proof)) == "last_owner")
    #expect(code(try ben.client.post("/v1/organization/erasure", ["password": "x"])) == "owners_only")
    #expect(try ana.client.post("/v1/organization/erasure", proof).status == 202)
    #expect(try bundle.invoke("EraseDue").isDone)
    for client in [ana.client, ben.client] {
      #expect(try client.get("/v1/workspaces").status == 403)
      // They are people still.
      #expect(try client.get("/v1/me/consents").status == 200)
    }
    #expect(try ana.client.post("/v1/me/erasure", proof).status == 202)
  }

  @Test("A consent is kept with its version and can be taken back, but for those the account rests on")
  func consents() throws {
    let ana = try Customer(try bundle())
    let given = try ana.client.post("/v1/me/consents", ["purpose": "marketing", "version": "1"])
    #expect(given.status == 201)
    #expect(
      try ana.client.post("/v1/me/consents", ["purpose": "marketing", "version": "1"]).json == given.json)
    #expect(try ana.client.post("/v1/me/consents", ["purpose": "terms", "version": "1"]).status == 201)
    let wrong = try ana.client.post("/v1/me/consents", ["purpose": "anything"])
    #expect(wrong.fieldErrors == ["/purpose": "unknown_value", "/version": "required"])
    #expect(code(try ana.client.delete("/v1/me/consents/terms")) == "consent_needed")
    #expect(try ana.client.delete("/v1/me/consents/marketing").status == 204)
    #expect(try ana.client.delete("/v1/me/consents/marketing").status == 404)
    let listed = try ana.client.get("/v1/me/consents").json["data"]?.array ?? []
    #expect(listed.compactMap { $0["purpose"]?.string } == ["terms", "marketing"])
    #expect(listed.last?["withdrawn_at"]?.string != nil && listed.first?["withdrawn_at"]?.isNull == true)
    let other = try Customer(try bundle())
    #expect(try other.client.get("/v1/me/consents").json["data"]?.array?.count == 0)
  }

  @Test("The timers of retention and rotation run") func timers() throws {
    for function in ["PruneExpired", "RotateKeys", "VerifyAuditLog"] {
      #expect(try bundle().invoke(function).isDone)
    }
    let log = try bundle().command(["logs"]).output
    #expect(log.contains("keys rotated") && log.contains("pruned"))
  }
}
