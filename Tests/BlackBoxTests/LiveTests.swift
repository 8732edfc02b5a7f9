internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("Members see live what happens to their posts", .bundle) struct LiveTests {
  /// What a browser has been told so far: every message on a line of its own.
  private struct Watch {
    let output: String

    func messages() throws -> [JSON] {
      try TextFile.read(output).split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
    }

    /// The newest message of the type, as soon as there is one.
    func callAsFunction(_ type: String) throws -> JSON {
      try wait(for: "a message of type \(type)", upTo: .seconds(20)) {
        try messages().last { $0["type"]?.string == type }
      }
    }
  }

  /// What a browser would do, by other people's client.
  private func watch(
    _ token: String?, cookie: String? = nil, origin: String? = nil, _ body: (_ sees: Watch) throws -> Void
  ) throws {
    let url = try bundle().url.replacing("http://", with: "ws://") + "/live"
    let output = TemporaryDirectory.path("live")
    let child = try ChildProcess(
      Python.path, ["Tests/WebSocketClients/watch.py", url, token ?? "", cookie ?? "", origin ?? ""],
      output: output)
    defer {
      try? child.end()
      unlink(output)
    }
    try body(Watch(output: output))
  }

  @Test("A change of a post reaches the members of its organization, and nobody else")
  func change() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let account = try ana.connect("x", as: "live_x")
    try watch(ana.client.accessToken) { anaSees throws in
      try watch(eva.client.accessToken) { evaSees throws in
        _ = try anaSees("connected")
        _ = try evaSees("connected")
        let post = try ana.compose("Seen live", on: [account])
        let id = try #require(post.json["id"]?.string)
        #expect(try anaSees("post.changed")["post"]?["id"]?.string == id)
        #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
        _ = try wait(for: "the published post", upTo: .seconds(20)) {
          try anaSees("post.changed")["post"]?["state"]?.string == "published" ? true : nil
        }
        // Her own post comes after whatever there was of Ana's.
        let other = try eva.compose("Hers", on: [try eva.connect("x", as: "live_eva")])
        let own = try evaSees("post.changed")["post"]?["id"]?.string
        #expect(own == other.json["id"]?.string && own != nil)
      }
    }
  }

  /// What takes the right to see a post away.
  enum Ending: CaseIterable {
    case removed, loggedOut, sessionEnded, allSessionsEnded, passwordChanged, passwordReset, demand,
      factorRemoved
  }

  @Test(
    "Who may not read any more is told nothing, and their connection is closed, though no post changes",
    arguments: Ending.allCases)
  func ending(_ ending: Ending) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "live_ending")
    let eva = try Colleague(of: ana.client, as: "author", in: try bundle())
    let factor = ending == .factorRemoved ? try enrolled(eva.client) : ""
    try watch(ana.client.accessToken) { anaSees throws in
      try watch(eva.client.accessToken) { evaSees throws in
        _ = try anaSees("pong")
        _ = try evaSees("pong")
        try end(ending, ana, eva, factor)
        #expect(try evaSees("closed")["code"]?.integer == 1000)
        let post = try ana.compose("After the end", on: [account])
        #expect(try anaSees("post.changed")["post"]?["id"] == post.json["id"])
        #expect(try evaSees.messages().contains { $0["type"] == "post.changed" } == false)
      }
    }
  }

  private func enrolled(_ client: Client) throws -> String {
    _ = try Authenticator.enrol(client)
    return try #require(try client.get("/v1/me/mfa").json["data"]?[0]?["id"]?.string)
  }

  private func end(_ ending: Ending, _ ana: Customer, _ eva: Colleague, _ factor: String) throws {
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    switch ending {
    case .removed: #expect(try ana.client.delete("/v1/members/\(eva.id())").status == 204)
    case .loggedOut: #expect(try eva.client.post("/v1/auth/logout").status == 204)
    case .sessionEnded: try endSession(of: eva)
    case .allSessionsEnded: #expect(try eva.client.delete("/v1/me/sessions").status == 204)
    case .passwordChanged:
      let other = Client(try bundle().url)
      try Colleague.logIn(other, eva.email)
      let body: JSON = ["current_password": .string(Colleague.password), "new_password": "a new horse"]
      #expect(try other.call("PUT", "/v1/me/password", body.encoded()).status == 200)
    case .passwordReset:
      _ = try eva.client.post("/v1/auth/password-reset", ["email": .string(eva.email)])
      let link = try bundle().mailedLink(to: eva.email, "A new password")
      #expect(try Client("").post(link, ["password": "a new horse"]).status == 200)
    case .demand:
      _ = try Authenticator.enrol(ana.client)
      let body: JSON = ["requires_second_factor": true]
      #expect(try ana.client.call("PATCH", "/v1/organization", body.encoded()).status == 200)
    case .factorRemoved:
      try bundle().sql("update organization set requires_second_factor = true where id = '\(organization)'")
      _ = try Authenticator.enrol(ana.client)
      #expect(try eva.client.delete("/v1/me/mfa/totp/\(factor)").status == 204)
    }
  }

  @Test("A connection ends with the token that it was opened by, though the session goes on")
  func expiry() throws {
    let ana = try Customer(try bundle())
    let user = try #require(ana.registration["user"]?["id"]?.string)
    let claims = try #require(ana.client.accessToken?.split(separator: ".").dropFirst().first)
    let bytes = try #require(Base64.urlDecode(claims))
    let expiry = try #require(try JSON(parsing: bytes)["exp"]?.integer)
    try watch(ana.client.accessToken) { sees throws in
      _ = try sees("pong")
      let stored = try bundle().sql(
        "select extract(epoch from expires_at)::bigint from live_connection where user_id = '\(user)'")
      #expect(stored == "\(expiry)")
      try bundle().sql(
        "update live_connection set expires_at = clock_timestamp() where user_id = '\(user)'")
      #expect(try bundle().invoke("ReconcileDeliveries").isDone)
      #expect(try sees("closed")["code"]?.integer == 1000)
    }
    #expect(try ana.client.get("/v1/me").status == 200)
    try watch(ana.client.accessToken) { sees throws in _ = try sees("pong") }
  }

  @Test("What happens after the token's end is told to nobody, also before the connection is closed")
  func lateNews() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "live_late")
    let user = try #require(ana.registration["user"]?["id"]?.string)
    try watch(ana.client.accessToken) { sees throws in
      _ = try sees("pong")
      try bundle().sql(
        "update live_connection set expires_at = clock_timestamp() where user_id = '\(user)'")
      #expect(try ana.compose("Too late", on: [account]).status == 201)
      #expect(try sees("closed")["code"]?.integer == 1000)
      #expect(try sees.messages().contains { $0["type"] == "post.changed" } == false)
    }
  }

  private func endSession(of eva: Colleague) throws {
    let other = Client(try bundle().url)
    try Colleague.logIn(other, eva.email)
    let sessions = try other.get("/v1/me/sessions").json["data"]?.array ?? []
    let id = try #require(sessions.first { $0["is_current"] == false }?["id"]?.string)
    #expect(try other.delete("/v1/me/sessions/\(id)").status == 204)
  }

  @Test("Without a good token there is no connection; with one, a ping is answered")
  func connecting() throws {
    try watch(nil) { next throws in #expect(try next("refused")["status"]?.integer == 401) }
    try watch("nonsense") { next throws in #expect(try next("refused")["status"]?.integer == 401) }
    let ana = try Customer(try bundle())
    try watch(ana.client.accessToken) { next throws in _ = try next("pong") }
  }

  @Test("A page of an allowed origin is connected by the session's cookie, a page of another site is not")
  func cookie() throws {
    let ana = try Customer(try bundle())
    let own = try bundle().url
    let cookie = "theme=dark; __Host-session=\(try #require(ana.client.accessToken))"
    try watch(nil, cookie: cookie, origin: own) { next throws in
      #expect(try next("connected")["subprotocol"] == "clientnest")
      _ = try next("pong")
    }
    for origin in ["https://evil.example", "null", own + ".evil.example", nil] {
      try watch(nil, cookie: cookie, origin: origin) { next throws in
        #expect(try next("refused")["status"]?.integer == 403, "\(origin ?? "none")")
      }
    }
    let refresh = try #require(ana.registration["refresh_token"]?.string)
    for wrong in ["__Host-session=nonsense", "__Host-session=\(refresh)", "session=\(cookie.dropFirst(27))"] {
      try watch(nil, cookie: wrong, origin: own) { next throws in
        #expect(try next("refused")["status"]?.integer == 401, "\(wrong)")
      }
    }
  }
}
