internal import Core
internal import Database
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("A token that is refused is renewed and tried again before anybody is told") struct StrayRefusalTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  /// What is done with the token when it is refused.
  enum Call: CaseIterable { case preparing, publishing, looking, removing }

  private static let grant = Grant(accessToken: "old", refreshToken: "r0", expiresAt: nil)

  private func accountState() throws -> String {
    try fixture.database.asAdministrator.only("select state from account").value("state")
  }

  /// Has the call made by a platform that refuses the token so many times.
  private func make(_ call: Call, refused count: Int, _ platform: ScriptedPlatform) throws -> UUID {
    let delivery = try fixture.queueDelivery(account: fixture.insertAccount(grant: Self.grant))
    let refusals = Array(repeating: PlatformError.scripted(.reauthorize), count: count)
    switch call {
    case .preparing:
      platform.preparationRefusals = refusals
      try fixture.work(fixture.hint(delivery), platform)
    case .publishing:
      platform.refusals = refusals
      try fixture.work(fixture.hint(delivery), platform)
    case .looking:
      try fixture.work(fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.unknownOutcome)]))
      try fixture.age(delivery, by: .seconds(31))
      platform.looks = refusals.map { .failure($0) } + [.success(.found(["r9"]))]
      try fixture.reconcile(platform)
    case .removing:
      try fixture.work(fixture.hint(delivery), ScriptedPlatform())
      _ = try fixture.planner.takeDown(delivery: delivery)
      platform.removalRefusals = refusals
      try fixture.remove(fixture.hint(delivery), platform)
    }
    return delivery
  }

  private func calls(_ call: Call, _ platform: ScriptedPlatform) -> Int {
    switch call {
    case .preparing: platform.prepared
    case .publishing: platform.asked.count
    case .looking: platform.looked.count
    case .removing: platform.removed.count
    }
  }

  @Test("Refused once: renewed once, and done, without a word to anybody", arguments: Call.allCases)
  func stray(_ call: Call) throws {
    let platform = ScriptedPlatform()
    let delivery = try make(call, refused: 1, platform)
    #expect(try fixture.delivery(delivery).state == (call == .removing ? "removed" : "published"))
    #expect(try accountState() == "connected")
    #expect(platform.renewed == 1)
    #expect(calls(call, platform) == 2)
    if call == .preparing { #expect(platform.tokens == ["old", "new1"]) }
  }

  @Test("Refused with the new token too: the account is to be connected again", arguments: Call.allCases)
  func refusedAgain(_ call: Call) throws {
    let platform = ScriptedPlatform()
    let delivery = try make(call, refused: 2, platform)
    let states: [Call: String] = [.looking: "unknown", .removing: "published"]
    #expect(try fixture.delivery(delivery).state == states[call, default: "failed"])
    #expect(try accountState() == "reconnect")
    #expect(platform.renewed == 1)
    #expect(calls(call, platform) == 2)
  }

  @Test("Nothing can be renewed since the grant is taken back: the same at once", arguments: Call.allCases)
  func refusedGrant(_ call: Call) throws {
    let platform = ScriptedPlatform()
    platform.renewalRefusals = [.scripted(.reauthorize)]
    let delivery = try make(call, refused: 1, platform)
    let states: [Call: String] = [.looking: "unknown", .removing: "published"]
    #expect(try fixture.delivery(delivery).state == states[call, default: "failed"])
    #expect(try accountState() == "reconnect")
    #expect(calls(call, platform) == 1)
  }

  private static let passing: [PlatformError.Kind] = [
    .transient, .unknownOutcome, .rateLimited(until: nil), .permanent,
  ]

  @Test(
    "A token endpoint that fails leaves the account connected, and all is tried later",
    arguments: Call.allCases, passing)
  func failingEndpoint(_ call: Call, _ kind: PlatformError.Kind) throws {
    let platform = ScriptedPlatform()
    platform.renewalRefusals = [.scripted(kind)]
    let delivery = try make(call, refused: 1, platform)
    let states: [Call: String] = [.looking: "unknown", .removing: "removing"]
    let row = try fixture.delivery(delivery)
    #expect(row.state == states[call, default: "queued"])
    if call != .looking { #expect(row.errorCode == "platform_unavailable") }
    #expect(try accountState() == "connected")
    #expect(calls(call, platform) == 1)
    let gate = try fixture.database.asAdministrator.first("select from platform_gate where failures > 0")
    // Of the answer that was lost for the look, which is the platform's.
    #expect((gate == nil) == (call != .looking))
  }

  @Test("Where nothing renews the token, it is tried once more as it is", arguments: [1, 2])
  func unrenewable(_ count: Int) throws {
    let platform = ScriptedPlatform()
    platform.renewalRefusals = [
      PlatformError(.reauthorize, code: PlatformError.notRenewable, detail: "As the test says.")
    ]
    let delivery = try make(.preparing, refused: count, platform)
    #expect(platform.tokens == ["old", "old"])
    #expect(try fixture.delivery(delivery).state == (count == 1 ? "published" : "failed"))
    #expect(try accountState() == (count == 1 ? "connected" : "reconnect"))
  }

  /// Only the comparison of the tokens stands in the way: the account is connected.
  @Test("Who connects the account again while the old token is refused is not disconnected")
  func connectedMeanwhile() throws {
    let platform = ScriptedPlatform()
    platform.refusals = [.scripted(.reauthorize), .scripted(.reauthorize)]
    let account = try fixture.insertAccount(grant: Self.grant)
    let delivery = try fixture.queueDelivery(account: account)
    let again = try fixture.seal(Grant(accessToken: "again", refreshToken: "a", expiresAt: nil), for: account)
    platform.whilePublishing = {
      platform.whilePublishing = {
        try fixture.database.asAdministrator.query(
          "update account set credentials = \(Bytes(again)) where id = \(account)")
      }
    }
    try fixture.work(fixture.hint(delivery), platform)
    #expect(platform.asked.count == 2)
    #expect(try accountState() == "connected")
    #expect(try fixture.sealedGrant(account) == again)
  }

  @Test("Tokens that somebody connects while others are renewed stay; what keys seal anew does not get lost")
  func replacedWhileRenewing() throws {
    for isSame in [true, false] {
      let platform = ScriptedPlatform()
      let account = try fixture.insertAccount(isSame ? "42" : "43", grant: Self.grant)
      let grant = isSame ? Self.grant : Grant(accessToken: "again", refreshToken: "a", expiresAt: nil)
      let sealed = try fixture.seal(grant, for: account)
      platform.preparationRefusals = [.scripted(.reauthorize)]
      platform.whileRenewing = {
        // The row is not locked: who composes a post or queues what is due does not wait for a token endpoint.
        let session = fixture.database.asAdministrator
        try session.transaction {
          try session.query("select from account where id = \(account) for update nowait")
          try session.query("update account set credentials = \(Bytes(sealed)) where id = \(account)")
        }
      }
      try fixture.work(fixture.hint(fixture.queueDelivery(account: account)), platform)
      #expect(platform.tokens == ["old", isSame ? "new1" : "again"])
      #expect((try fixture.sealedGrant(account) == sealed) == !isSame)
    }
  }

  @Test("While one renews, another does not use the refresh token, and is tried later")
  func renewedByAnother() throws {
    let account = try fixture.insertAccount(grant: Self.grant)
    let first = try fixture.queueDelivery("1", account: account)
    let second = try fixture.queueDelivery("2", account: account)
    let other = ScriptedPlatform("other", refusing: [.scripted(.reauthorize)])
    let platform = ScriptedPlatform("first", refusing: [.scripted(.reauthorize)])
    platform.whileRenewing = { try fixture.work(fixture.hint(second), other) }
    try fixture.work(fixture.hint(first), platform)
    #expect(other.renewed == 0 && other.asked.count == 1)
    #expect(try fixture.delivery(second).state == "queued")
    #expect(try fixture.delivery(first).remoteID == "first2")
    #expect(try accountState() == "connected")
  }
}
