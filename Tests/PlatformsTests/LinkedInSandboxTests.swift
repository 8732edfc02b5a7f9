internal import Core
internal import Harness
internal import Platforms
internal import Testing

/// The connector and the sandbox were written apart from each other, from the same contract.
@Suite("LinkedIn's sandbox is as LinkedIn's own client and the connector expect it", .serialized)
struct LinkedInSandboxTests {
  @Test("LinkedIn's own Python client goes through all calls")
  func python() throws {
    try RunningSandbox.with { sandbox in
      let result = try Python.run("Tests/PlatformClients/linkedin_restli.py", [sandbox.url])
      #expect(result.status == 0 && result.output.contains("linkedin_restli: ok"), "\(result.output)")
    }
  }

  private func connect(_ sandbox: RunningSandbox) throws -> (any Connector, [GrantedIdentity]) {
    let applications = Applications([
      "linkedin": Application(id: "sandbox-linkedin", secret: "sandbox-linkedin-secret")
    ])
    let connector = try #require(Platforms(World(simulation: sandbox.url), applications)["linkedin"])
    let back = "https://us.example/back"
    let page = connector.authorizeURL(state: "s", challenge: "c", redirectURI: back)
    let consent = try Client("").submit([("username", "ana"), ("decision", "approve")], to: page)
    let query = consent.header("location")?.split(separator: "?").last.map(String.init) ?? ""
    let code = try #require(URLForm.parse(query).first { $0.name == "code" }?.value)
    let grant = try connector.exchange(code: code, verifier: "", redirectURI: back)
    return (connector, try connector.identities(try connector.refresh(grant)))
  }

  /// Prepares and publishes all steps; gives what the platform was told to remember.
  private func publish(_ content: Content, as granted: GrantedIdentity, _ connector: any Connector) throws
    -> Publication
  {
    #expect(connector.violations(of: content, at: "").isEmpty)
    var publication = Publication(
      content: content, identity: granted.identity, grant: granted.grant, handle: [:])
    let deadline = Instant.now() + .seconds(20)
    preparing: while Instant.now() < deadline {
      switch try connector.prepare(publication) {
      case .ready: break preparing
      case .progressed(let handle): publication.handle = handle
      // The sandbox converts in a third of a second: asking again at once is what tests do.
      case .wait: continue
      }
    }
    for step in 0..<connector.steps(of: content) {
      let outcome = try connector.publish(publication, step: step, timeout: .seconds(10))
      guard case .published(let published) = outcome else { throw Timeout(description: "\(outcome)") }
      publication.handle["posted"] = .array(
        (publication.handle["posted"]?.array ?? []) + [.string(published.remoteID)])
    }
    return publication
  }

  private func contents(_ sandbox: RunningSandbox) -> [(kind: String, content: Content)] {
    let image = Media(url: sandbox.url + "/media/a.jpg", altText: "grey")
    let video = Media(url: sandbox.url + "/media/a.mp4?bytes=9000000")
    return [
      ("post", Content(text: "Text (with) #signs_and * and #hashtag")),
      (
        "article",
        Content(
          text: "Card", link: "https://a.example", title: "A", options: ["thumbnail_url": .string(image.url)])
      ),
      ("image", Content(text: "Image", media: [image])),
      ("multi_image", Content(text: "Images", media: [image, image])),
      ("video", Content(text: "Video", media: [video], title: "Clip")),
    ]
  }

  @Test(
    "Every kind of post goes out as a member and as an organization, with its first comment, and is read back"
  )
  func kinds() throws {
    try RunningSandbox.with { sandbox in
      let (connector, identities) = try connect(sandbox)
      #expect(identities.map(\.identity.name) == ["ana", "ana Ltd"])
      for granted in identities {
        for (kind, content) in contents(sandbox) {
          var content = content
          content.firstComment = "Also (this) of \(kind)"
          let publication = try publish(content, as: granted, connector)
          let entries = try Client("").get(
            "\(sandbox.url)/ledger?account_id=\(granted.identity.remoteID)&limit=1000"
          ).json["data"]?.array
          let ours = (entries ?? []).suffix(2)
          #expect(ours.map { $0["id"]?.string ?? "" } == publication.posted)
          #expect(ours.map { $0["kind"]?.string ?? "" } == [kind, "comment"])
          #expect(ours.first?["text"]?.string == content.text)
          let isOpen = granted.kind == "organization"
          for step in 0...1 {
            let found = try connector.readBack(publication, step: step, since: .now())
            guard isOpen else {
              guard case .untold = found else { throw Timeout(description: "\(found)") }
              continue
            }
            #expect(found == .found([publication.posted[step]]))
          }
        }
      }
      let page = try #require(identities.last)
      let publication = try publish(Content(text: "Gone"), as: page, connector)
      for _ in 0..<2 { try connector.delete(publication, remoteID: publication.posted[0]) }
      #expect(try connector.readBack(publication, step: 0, since: .now()) == .absent)
    }
  }

  @Test("A post whose answer was lost is found; the same again is a duplicate that LinkedIn names")
  func lost() throws {
    try RunningSandbox.with { sandbox in
      let (connector, identities) = try connect(sandbox)
      let page = try #require(identities.last)
      let content = Content(text: "Lost")
      _ = try Client("").post(
        sandbox.url + "/faults",
        ["rules": [["platform": "linkedin", "operation": "publish", "fault": "drop_after", "times": 1]]])
      let lost = try #require(throws: PlatformError.self) { try publish(content, as: page, connector) }
      #expect(lost.kind == .unknownOutcome)
      let publication = Publication(content: content, identity: page.identity, grant: page.grant, handle: [:])
      guard case .found(let ids) = try connector.readBack(publication, step: 0, since: .now()) else {
        Issue.record("not found")
        return
      }
      let again = try #require(throws: PlatformError.self) { try publish(content, as: page, connector) }
      #expect(again.kind == .duplicate && again.detail.contains(ids[0]))
      #expect(try Client("").get(sandbox.url + "/ledger").json["count"]?.integer == 1)
    }
  }

  @Test("Access that was taken back or has expired is over, and said to be") func ended() throws {
    try RunningSandbox.with { sandbox in
      let (connector, identities) = try connect(sandbox)
      let form = [
        ("client_id", "sandbox-linkedin"), ("client_secret", "sandbox-linkedin-secret"),
        ("token", identities[0].grant.accessToken),
      ]
      _ = try Client("").submit(form, to: sandbox.url + "/www.linkedin.com/oauth/v2/revoke")
      let revoked = try #require(throws: PlatformError.self) {
        try connector.identities(identities[0].grant)
      }
      #expect(revoked.kind == .reauthorize && revoked.code == "REVOKED_ACCESS_TOKEN")
      let fresh = try connector.refresh(identities[0].grant)
      _ = try Client("").post(sandbox.url + "/clock", ["advance_s": 5_184_001])
      let expired = try #require(throws: PlatformError.self) { try connector.identities(fresh) }
      #expect(expired.kind == .reauthorize && expired.code == "EXPIRED_ACCESS_TOKEN")
    }
  }
}
