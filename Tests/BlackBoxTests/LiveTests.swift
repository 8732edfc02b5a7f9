internal import Core
internal import Glibc
internal import Harness
internal import Testing

/// Seen red while our client left the beginning of the path out of what it signs for `@connections`.
@Suite("Members see live what happens to their posts", .bundle) struct LiveTests {
  /// What a browser would do, by other people's client: every message on a line of its own.
  private func watch(
    _ token: String?, cookie: String? = nil, origin: String? = nil,
    _ body: (_ next: (String) throws -> JSON) throws -> Void
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
    try body { type in
      try wait(for: "a message of type \(type)", upTo: .seconds(20)) {
        let lines = try TextFile.read(output).split(separator: "\n")
        return lines.compactMap { try? JSON(parsing: String($0)) }.last { $0["type"]?.string == type }
      }
    }
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

  @Test("Without a good token there is no connection; with one, a ping is answered")
  func connecting() throws {
    try watch(nil) { next throws in #expect(try next("refused")["status"]?.integer == 401) }
    try watch("nonsense") { next throws in #expect(try next("refused")["status"]?.integer == 401) }
    let ana = try Customer(try bundle())
    try watch(ana.client.accessToken) { next throws in _ = try next("pong") }
  }

  // Seen red: without the look at the origin, by a refusal that did not come.
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
