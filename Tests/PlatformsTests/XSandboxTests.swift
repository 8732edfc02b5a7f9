internal import Core
internal import Harness
internal import Platforms
internal import Testing

/// The connector and the sandbox were written apart from each other, from the same contract.
@Suite("X's sandbox is as tweepy and the connector expect it", .serialized) struct XSandboxTests {
  @Test("tweepy goes through all calls")
  func python() throws {
    try RunningSandbox.with { sandbox in
      let result = try Python.run("Tests/PlatformClients/x_tweepy.py", [sandbox.url])
      #expect(result.status == 0 && result.output.contains("x_tweepy: ok"), "\(result.output)")
    }
  }

  private func connect(_ sandbox: RunningSandbox) throws -> (any Connector, GrantedIdentity) {
    let applications = Applications(["x": Application(id: "sandbox-x", secret: "sandbox-x-secret")])
    let connector = try #require(Platforms(World(simulation: sandbox.url), applications)["x"])
    let back = "https://us.example/back"
    // The verifier and challenge of RFC 7636 appendix B.
    let page = connector.authorizeURL(
      state: "s", challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", redirectURI: back)
    let consent = try Client("").submit([("username", "ana"), ("decision", "approve")], to: page)
    let query = consent.header("location")?.split(separator: "?").last.map(String.init) ?? ""
    let code = try #require(URLForm.parse(query).first { $0.name == "code" }?.value)
    let grant = try connector.exchange(
      code: code, verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", redirectURI: back)
    return (connector, try #require(try connector.identities(grant).first))
  }

  @Test("A video is uploaded by several processes in turn, and published; an image has its alternative text")
  func media() throws {
    try RunningSandbox.with(["--rate-limits", "off", "--processing-ms", "50"]) { sandbox in
      let (connector, granted) = try connect(sandbox)
      let media = [
        Media(url: sandbox.url + "/media/a.mp4?bytes=9000000"),
        Media(url: sandbox.url + "/media/a.jpg", altText: "grey"),
      ]
      for item in media {
        let content = Content(
          text: "Media \(item.isVideo ? "moving" : "still")", media: [item],
          options: ["reply_settings": "following"])
        #expect(connector.violations(of: content, at: "").isEmpty)
        var publication = Publication(
          content: content, identity: granted.identity, grant: granted.grant, handle: [:])
        let deadline = Instant.now() + .seconds(20)
        preparing: while Instant.now() < deadline {
          switch try connector.prepare(publication) {
          case .ready: break preparing
          // Written down and read again, as another process does.
          case .progressed(let next):
            publication.handle = try JSON(parsing: JSON.object(next).text).object ?? [:]
          case .wait: continue
          }
        }
        guard
          case .published(let published) = try connector.publish(publication, step: 0, timeout: .seconds(9))
        else { throw Timeout(description: "not published") }
        publication.handle["posted"] = [.string(published.remoteID)]
        #expect(try connector.readBack(publication, step: 0, since: .now()) == .found([published.remoteID]))
      }
      #expect(try Client("").get(sandbox.url + "/ledger").json["count"]?.integer == 2)
    }
  }

  /// The simulated X has an opinion of its own of lengths, links and blanks.
  @Test(
    "What is taken at its length is published, one letter more is refused by X itself; so is a blank text")
  func texts() throws {
    try RunningSandbox.with(["--rate-limits", "off"]) { sandbox in
      let (connector, granted) = try connect(sandbox)
      func publish(_ text: String) throws -> Outcome {
        let publication = Publication(
          content: Content(text: text), identity: granted.identity, grant: granted.grant, handle: [:])
        return try connector.publish(publication, step: 0, timeout: .seconds(9))
      }
      let texts = [
        "地図https://example.com/mapです" + String(repeating: "あ", count: 124) + "a",
        String(repeating: "👨‍👩‍👧‍👦", count: 140), String(repeating: "e\u{301}", count: 280),
        String(repeating: "README.md ", count: 11) + String(repeating: "a", count: 16),
        // A mark behind what X escapes belongs to it for people, not for X.
        "1 <\u{338} 2 &\u{301} 3 >\u{200D} &lt; " + String(repeating: "a", count: 260),
      ]
      for text in texts {
        #expect(WeightedLength.of(text) == 280)
        guard case .published(let published) = try publish(text) else {
          throw Timeout(description: "not published")
        }
        let publication = Publication(
          content: Content(text: text), identity: granted.identity, grant: granted.grant, handle: [:])
        let found = try connector.readBack(publication, step: 0, since: .now())
        #expect(found == .found([published.remoteID]), "\(text.prefix(40))")
        let error = #expect(throws: PlatformError.self) { try publish(text + "a") }
        #expect(error?.kind == .contentRejected)
      }
      for blank in ["   ", "\u{3164}", "\u{200B}\n", "a\u{FEFF}"] {
        let error = #expect(throws: PlatformError.self) { try publish(blank) }
        #expect(error?.kind == .contentRejected)
      }
      #expect(try Client("").get(sandbox.url + "/ledger").json["count"]?.integer == Int64(texts.count))
    }
  }

  @Test("A video that is none is refused with X's reason, and nothing is published") func broken() throws {
    try RunningSandbox.with(["--rate-limits", "off", "--processing-ms", "50"]) { sandbox in
      let (connector, granted) = try connect(sandbox)
      // A picture under the name of a video.
      let length = try Client("").get(sandbox.url + "/media/a.jpg").header("content-length") ?? ""
      let facts = Media.Facts(
        contentType: "video/mp4", bytes: try #require(Int64(length)), width: 1, height: 1)
      let content = Content(text: "a", media: [Media(url: sandbox.url + "/media/a.jpg", facts: facts)])
      var publication = Publication(
        content: content, identity: granted.identity, grant: granted.grant, handle: [:])
      let error = try #require(throws: PlatformError.self) {
        for _ in 0..<2000 {
          if case .progressed(let next) = try connector.prepare(publication) { publication.handle = next }
        }
      }
      #expect(error.kind == .mediaRejected && error.code == "InvalidMedia")
      #expect(try Client("").get(sandbox.url + "/ledger").json["count"]?.integer == 0)
    }
  }
}
