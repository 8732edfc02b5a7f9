internal import Core
internal import Harness
internal import Testing

@Suite("One refused token disconnects nobody, whatever it was used for", .impatientBundle, .serialized)
struct StrayRefusalJourneyTests {
  /// A post that makes every kind of call there is on its platform.
  struct Journey: Sendable, CustomTestStringConvertible {
    let platform: String
    /// In the sandbox.
    let media: String?
    /// What its calls are to the sandbox.
    let operations: [String]
    /// Whether something renews its tokens when they are young.
    let isRenewable: Bool

    init(_ platform: String, _ media: String?, _ operations: [String], isRenewable: Bool = true) {
      self.platform = platform
      self.media = media
      self.operations = operations
      self.isRenewable = isRenewable
    }

    var testDescription: String { platform }
  }

  private static let journeys = [
    Journey("x", "a.jpg", ["media", "publish"]),
    Journey("instagram", "a.jpg", ["read", "container", "publish", "reply"], isRenewable: false),
    Journey("facebook", "a.jpg", ["media", "publish", "reply", "read"], isRenewable: false),
    Journey("linkedin", "a.jpg", ["media", "publish", "reply"]),
    Journey("pinterest", "a.mp4", ["container", "media", "read", "publish"]),
    Journey("tiktok", "a.mp4?bytes=12000000", ["read", "container", "media", "publish"]),
    Journey("youtube", "a.mp4?bytes=12000000", ["container", "media", "read", "publish", "reply"]),
  ]
  private static let renewable = journeys.filter(\.isRenewable)

  private static func rule(_ platform: String, _ operation: String, _ fault: JSONObject, times: Int = 1)
    -> JSON
  {
    var rule = fault
    rule["platform"] = .string(platform)
    rule["operation"] = .string(operation)
    rule["times"] = JSON(times)
    return .object(rule)
  }

  private static let refused: JSONObject = ["fault": "status", "status": 401]

  private func connect(_ journey: Journey, _ name: String, _ ana: Customer) throws -> String {
    try ana.connect(journey.platform, as: "\(name)_\(journey.platform)")
  }

  /// Composes the post and publishes it; returns its id.
  private func publish(
    _ journey: Journey, _ text: String, on account: String, _ name: String, _ ana: Customer
  ) throws -> String {
    let sandbox = try bundle().sandboxURL()
    var content: JSONObject = ["text": .string(text)]
    if let media = journey.media {
      let item: JSON = ["url": .string("\(sandbox)/media/\(media)")]
      content["media"] = .array([item])
    }
    if journey.operations.contains("reply") { content["first_comment"] = .string("Below \(text)") }
    if journey.platform == "youtube" { content["title"] = .string(text) }
    var options: JSONObject = [:]
    if journey.platform == "pinterest" {
      options["board_id"] = .string(pinterestBoard(of: "\(name)_pinterest"))
    }
    if journey.platform == "tiktok" { options["privacy_level"] = .string("PUBLIC_TO_EVERYONE") }
    let variant: JSON = ["options": .object(options)]
    let made = try ana.compose(
      text, on: [account],
      ["content": .object(content), "variants": .object(JSONObject([(name: account, value: variant)]))])
    let id = try #require(made.json["id"]?.string, "\(made.text)")
    #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
    return id
  }

  /// The delivery, once it is in this state.
  private func delivery(_ state: String, of post: String, _ ana: Customer) throws -> JSON {
    try wait(for: "\(state): \(try ana.show(post).text)", upTo: .seconds(60)) {
      let delivery = try ana.show(post)["deliveries"]?[0]
      if delivery?["state"]?.string == state { return delivery }
      try bundle().invoke("ReconcileDeliveries")
      return nil
    }
  }

  private func state(of account: String, _ ana: Customer) throws -> String? {
    let accounts = try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)&limit=100").json["data"]
    return accounts?.array?.first { $0["id"]?.string == account }?["state"]?.string
  }

  @Test(
    "Refused once, in any of its calls: it is out once, and the account stays connected", arguments: journeys)
  func stray(_ journey: Journey) throws {
    let ana = try Customer(try bundle())
    let account = try connect(journey, "stray", ana)
    for operation in journey.operations {
      try bundle().setFaults(["rules": [Self.rule(journey.platform, operation, Self.refused)]])
      let text = "Stray \(operation) \(UUID.v7())"
      let post = try publish(journey, text, on: account, "stray", ana)
      let delivery = try delivery("published", of: post, ana)
      #expect(delivery["error"] == .null, "\(operation)")
      #expect(try ana.ledger(text).count == (journey.operations.contains("reply") ? 2 : 1), "\(operation)")
      #expect(try state(of: account, ana) == "connected", "\(operation)")
      let hits = try Client(bundle().sandboxURL()).get("/faults").json["rules"]?[0]?["hits"]
      #expect(hits == 1, "\(operation): the fault was not met")
    }
  }

  @Test("Refused with a new token too: it fails, and a check connects the account again", arguments: journeys)
  func refusedAgain(_ journey: Journey) throws {
    let ana = try Customer(try bundle())
    let account = try connect(journey, "again", ana)
    try bundle().setFaults(["rules": [Self.rule(journey.platform, "publish", Self.refused, times: 2)]])
    let post = try publish(journey, "Again \(UUID.v7())", on: account, "again", ana)
    #expect(try delivery("failed", of: post, ana)["error"]?["code"] == "reauthorize")
    #expect(try state(of: account, ana) == "reconnect")
    try bundle().setFaults(["rules": [Self.rule(journey.platform, "read", Self.refused)]])
    #expect(try ana.client.post("/v1/accounts/\(account)/check").json["state"] == "connected")
  }

  @Test("The grant was taken back: it fails at once", arguments: renewable)
  func refusedGrant(_ journey: Journey) throws {
    let ana = try Customer(try bundle())
    let account = try connect(journey, "grant", ana)
    try bundle().setFaults([
      "rules": [
        Self.rule(journey.platform, "publish", Self.refused),
        Self.rule(journey.platform, "token", ["fault": "refused_grant"]),
      ]
    ])
    let post = try publish(journey, "Grant \(UUID.v7())", on: account, "grant", ana)
    #expect(try delivery("failed", of: post, ana)["error"]?["code"] == "reauthorize")
    #expect(try state(of: account, ana) == "reconnect")
  }

  @Test(
    "A token endpoint that fails for the moment: tried later by itself, and nobody is disconnected",
    arguments: [
      ["fault": "status", "status": 503], ["fault": "status", "status": 429], ["fault": "drop_before"],
    ] as [JSONObject])
  func failingEndpoint(_ fault: JSONObject) throws {
    let ana = try Customer(try bundle())
    let rules = Self.renewable.flatMap { journey in
      [
        Self.rule(journey.platform, "publish", Self.refused), Self.rule(journey.platform, "token", fault),
      ]
    }
    let accounts = try Self.renewable.map { try connect($0, "endpoint", ana) }
    try bundle().setFaults(["rules": .array(rules)])
    let posts = try zip(Self.renewable, accounts).map {
      try publish($0, "Endpoint \(UUID.v7())", on: $1, "endpoint", ana)
    }
    for (journey, post) in zip(Self.renewable, posts) {
      let delivery = try delivery("published", of: post, ana)
      let outcomes = delivery["attempts"]?.array?.compactMap { $0["outcome"]?.string }
      #expect(outcomes?.prefix(2) == ["retry", "published"] || outcomes?.first == "retry", "\(journey)")
    }
    for account in accounts { #expect(try state(of: account, ana) == "connected") }
    let gates = try bundle().sql("select count(*) from platform_gate where failures > 0")
    #expect(gates == "0", "tokens that cannot be renewed are no failure of publishing")
  }

  @Test(
    "Refused once while asking what there is to choose from, checking, or taking down", arguments: journeys)
  func otherCalls(_ journey: Journey) throws {
    let ana = try Customer(try bundle())
    let account = try connect(journey, "other", ana)
    for path in ["check", "options"] {
      try bundle().setFaults(["rules": [Self.rule(journey.platform, "read", Self.refused)]])
      let answer =
        path == "check"
        ? try ana.client.post("/v1/accounts/\(account)/check")
        : try ana.client.get("/v1/accounts/\(account)/options")
      #expect(answer.status == 200, "\(path): \(answer.text)")
      #expect(try state(of: account, ana) == "connected", "\(path)")
    }
    try bundle().setFaults(["rules": []])
    guard !["instagram", "tiktok"].contains(journey.platform) else { return }
    let post = try publish(journey, "Down \(UUID.v7())", on: account, "other", ana)
    let id = try #require(try delivery("published", of: post, ana)["id"]?.string)
    try bundle().setFaults(["rules": [Self.rule(journey.platform, "other", Self.refused)]])
    #expect(try ana.client.post("/v1/deliveries/\(id)/take-down").status == 200)
    _ = try delivery("removed", of: post, ana)
    #expect(try state(of: account, ana) == "connected")
  }

  @Test("A token that the platform counts as over before our clock does is renewed") func clock() throws {
    let ana = try Customer(try bundle())
    try bundle().setFaults(["rules": []])
    let journey = try #require(Self.journeys.first)
    let account = try connect(journey, "clock", ana)
    let moved = try Client(bundle().sandboxURL()).post("/clock", ["advance_s": 7300])
    #expect(moved.status == 200)
    let post = try publish(journey, "Clock \(UUID.v7())", on: account, "clock", ana)
    _ = try delivery("published", of: post, ana)
    #expect(try state(of: account, ana) == "connected")
  }
}
