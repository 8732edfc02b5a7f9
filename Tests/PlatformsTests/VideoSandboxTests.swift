internal import Core
internal import Harness
internal import Platforms
internal import Testing

/// The connectors and the sandbox were written apart from each other, from the same contract.
@Suite("The sandbox's YouTube and TikTok are as other clients and the connectors expect them", .serialized)
struct VideoSandboxTests {
  @Test(
    "Clients that are not ours go through all calls",
    arguments: ["youtube_google", "tiktok"])
  func python(_ script: String) throws {
    try RunningSandbox.with { sandbox in
      let result = try Python.run("Tests/PlatformClients/\(script).py", [sandbox.url])
      #expect(result.status == 0 && result.output.contains("\(script): ok"), "\(result.output)")
    }
  }

  /// Consents as somebody, exchanges the code and refreshes the tokens.
  private func connect(_ platform: String, _ sandbox: RunningSandbox) throws -> (
    any Connector, GrantedIdentity
  ) {
    let application = Application(id: "sandbox-\(platform)", secret: "sandbox-\(platform)-secret")
    let world = World(simulation: sandbox.url)
    let connector = try #require(Platforms(world, Applications([platform: application]))[platform])
    let back = "https://us.example/back"
    // The S256 challenge of RFC 7636, appendix B.
    let (verifier, challenge) = (
      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )
    let page = connector.authorizeURL(state: "s", challenge: challenge, redirectURI: back)
    let consent = try Client("").submit([("username", "ana"), ("decision", "approve")], to: page)
    let query = consent.header("location")?.split(separator: "?").last.map(String.init) ?? ""
    let code = try #require(URLForm.parse(query).first { $0.name == "code" }?.value)
    let grant = try connector.exchange(code: code, verifier: verifier, redirectURI: back)
    return (connector, try #require(try connector.identities(try connector.refresh(grant)).first))
  }

  private func content(_ platform: String, _ sandbox: RunningSandbox, bytes: Int) -> Content {
    let isYouTube = platform == "youtube"
    return Content(
      text: "About tea", media: [Media(url: "\(sandbox.url)/media/a.mp4?bytes=\(bytes)")],
      title: isYouTube ? "Tea" : nil, firstComment: isYouTube ? "First" : nil,
      options: isYouTube ? [:] : ["privacy_level": "PUBLIC_TO_EVERYONE"])
  }

  /// Prepares until all but the last piece is there; a handle is lost now and then, as by a process that is killed.
  private func prepare(
    _ publication: inout Publication, _ connector: any Connector, losing isLost: (Int) -> Bool
  ) throws {
    for call in 0..<1000 {
      guard case .progressed(let handle) = try connector.prepare(publication) else { return }
      if !isLost(call) { publication.handle = handle }
    }
    Issue.record("the preparation has no end")
  }

  private func look(_ publication: Publication, step: Int, _ connector: any Connector) throws -> [String] {
    let start = Instant.now()
    return try wait(for: "end of the processing", upTo: .seconds(20)) {
      switch try connector.readBack(publication, step: step, since: start) {
      case .found(let ids): return ids
      case .processing: return nil
      case let other: throw Timeout(description: "\(other)")
      }
    }
  }

  private func ledger(_ sandbox: RunningSandbox) throws -> [JSON] {
    try Client("").get("\(sandbox.url)/ledger").json["data"]?.array ?? []
  }

  /// FNV-1a of what the sandbox gives as a video, in parts.
  private func sum(of url: String, bytes: Int) throws -> String {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for start in stride(from: 0, to: bytes, by: 4 << 20) {
      let end = min(start + (4 << 20), bytes) - 1
      let answer = try Client("").call("GET", url, headers: ["Range": "bytes=\(start)-\(end)"])
      for byte in answer.body { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return "\(bytes) bytes fnv1a64:" + String(sum, radix: 16)
  }

  @Test(
    "A video is resumed after every third call was forgotten, and arrives once and whole",
    arguments: ["youtube", "tiktok"])
  func resumed(_ platform: String) throws {
    try RunningSandbox.with { sandbox in
      let (connector, granted) = try connect(platform, sandbox)
      let content = content(platform, sandbox, bytes: 22_000_001)
      #expect(connector.violations(of: content, at: "").isEmpty)
      var publication = Publication(
        content: content, identity: granted.identity, grant: granted.grant, handle: [:])
      try prepare(&publication, connector) { $0 % 3 == 2 }
      #expect(try ledger(sandbox).isEmpty)
      #expect(
        try connector.publish(publication, step: 0, timeout: .seconds(15)) == .processing(.seconds(2)))
      let id = try #require(try look(publication, step: 0, connector).first)
      let entries = try ledger(sandbox)
      #expect(entries.count == 1)
      #expect(entries.first?["id"]?.string == id)
      #expect(entries.first?["text"]?.string == "About tea")
      let sum = try sum(of: content.media[0].url, bytes: 22_000_001)
      #expect(entries.first?["media"]?[0]?.string == sum)
      #expect(try connector.permalink(publication, remoteID: id)?.hasPrefix("https://www.") == true)
    }
  }

  @Test(
    "When the answer to the last piece is lost, the platform tells that the video is there",
    arguments: [
      ("youtube", "drop_after"), ("youtube", "status_after"), ("tiktok", "drop_after"),
      ("tiktok", "status_after"),
    ])
  func lostAnswer(_ platform: String, _ fault: String) throws {
    try RunningSandbox.with { sandbox in
      let (connector, granted) = try connect(platform, sandbox)
      var publication = Publication(
        content: content(platform, sandbox, bytes: 9_000_000), identity: granted.identity,
        grant: granted.grant,
        handle: [:])
      try prepare(&publication, connector) { _ in false }
      let rule: JSON = [
        "platform": .string(platform), "operation": "publish", "fault": .string(fault), "status": 500,
      ]
      _ = try Client("").post(sandbox.url + "/faults", ["rules": [rule]])
      let error = try #require(throws: PlatformError.self) {
        try connector.publish(publication, step: 0, timeout: .seconds(15))
      }
      #expect(error.kind == .unknownOutcome)
      #expect(try look(publication, step: 0, connector).count == 1)
      #expect(try ledger(sandbox).count == 1)
    }
  }

  @Test(
    "When the last piece never arrived, nothing is there, and it can be sent",
    arguments: ["youtube", "tiktok"])
  func lostRequest(_ platform: String) throws {
    try RunningSandbox.with { sandbox in
      let (connector, granted) = try connect(platform, sandbox)
      var publication = Publication(
        content: content(platform, sandbox, bytes: 9_000_000), identity: granted.identity,
        grant: granted.grant,
        handle: [:])
      try prepare(&publication, connector) { _ in false }
      let rule: JSON = [
        "platform": .string(platform), "operation": "publish", "fault": "drop_before", "times": 1,
      ]
      _ = try Client("").post(sandbox.url + "/faults", ["rules": [rule]])
      #expect(throws: PlatformError.self) {
        try connector.publish(publication, step: 0, timeout: .seconds(15))
      }
      #expect(try connector.readBack(publication, step: 0, since: .now()) == .absent)
      #expect(try connector.prepare(publication) == .ready)
      _ = try connector.publish(publication, step: 0, timeout: .seconds(15))
      #expect(try look(publication, step: 0, connector).count == 1)
      #expect(try ledger(sandbox).count == 1)
    }
  }

  @Test("A comment whose answer was lost is found below its video")
  func comment() throws {
    try RunningSandbox.with { sandbox in
      let (connector, granted) = try connect("youtube", sandbox)
      var publication = Publication(
        content: content("youtube", sandbox, bytes: 300_000), identity: granted.identity,
        grant: granted.grant,
        handle: [:])
      try prepare(&publication, connector) { _ in false }
      _ = try connector.publish(publication, step: 0, timeout: .seconds(15))
      publication.handle["posted"] = .array(try look(publication, step: 0, connector).map { .string($0) })
      #expect(try connector.readBack(publication, step: 1, since: .now()) == .absent)
      let rule: JSON = ["platform": "youtube", "operation": "reply", "fault": "drop_after", "times": 1]
      _ = try Client("").post(sandbox.url + "/faults", ["rules": [rule]])
      #expect(throws: PlatformError.self) {
        try connector.publish(publication, step: 1, timeout: .seconds(15))
      }
      let found = try look(publication, step: 1, connector)
      #expect(found.count == 1)
      #expect(try ledger(sandbox).map { $0["kind"]?.string } == ["video", "comment"])
      try connector.delete(publication, remoteID: publication.posted[0])
      try connector.delete(publication, remoteID: publication.posted[0])
      try connector.revoke(granted.grant)
      let gone = try #require(throws: PlatformError.self) { try connector.refresh(granted.grant) }
      #expect(gone.kind == .reauthorize)
    }
  }

  @Test("Photos are fetched by TikTok, and what it cannot use is told")
  func photos() throws {
    // It is asked more often than TikTok lets.
    try RunningSandbox.with(["--rate-limits", "off"]) { sandbox in
      let (connector, granted) = try connect("tiktok", sandbox)
      func publish(_ photos: [String]) throws -> Publication {
        let content = Content(
          text: "Photos", media: photos.map { Media(url: sandbox.url + $0) },
          options: ["privacy_level": "PUBLIC_TO_EVERYONE"])
        var publication = Publication(
          content: content, identity: granted.identity, grant: granted.grant, handle: [:])
        try prepare(&publication, connector) { _ in false }
        guard
          case .processing(_, let handle?) = try connector.publish(
            publication, step: 0, timeout: .seconds(15))
        else { throw Timeout(description: "nothing to look with") }
        publication.handle = handle
        return publication
      }
      let good = try publish(["/media/a.jpg", "/media/b.jpg"])
      let id = try #require(try look(good, step: 0, connector).first)
      #expect(try connector.permalink(good, remoteID: id) == "https://www.tiktok.com/@ana/photo/\(id)")
      let bad = try publish(["/media/a.jpg", "/nothing.jpg"])
      let refusal = try wait(for: "refusal", upTo: .seconds(20)) { () -> PlatformError? in
        guard case .refused(let error) = try connector.readBack(bad, step: 0, since: .now()) else {
          return nil
        }
        return error
      }
      #expect(refusal.code == "photo_pull_failed")
      #expect(try ledger(sandbox).map { $0["kind"]?.string } == ["photo"])
    }
  }
}
