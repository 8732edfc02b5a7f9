internal import Core
internal import Database
internal import HTTPServer
internal import Identity
internal import Outbox
internal import Publishing
internal import Queues
internal import Signature
internal import TestSupport
internal import Testing

@Suite("Messages leave the outbox once the queue has them") struct RelayTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  private func relay(to server: StubServer) throws {
    let client = QueueClient(
      endpoint: server.url, region: "local",
      credentials: SignatureV4.Credentials(accessKey: "key", secretKey: "secret", sessionToken: nil))
    try Relay(fixture.database.session(.worker), client, urls: [.publish: "http://q/publish"]).run()
  }

  private func insertMessages(_ count: Int, queue: Queue = .publish) throws {
    let messages = (0..<count).map { number in
      NumberedMessage(queue: queue, organization: fixture.member.organization, key: "\(number)")
    }
    try OutboxStore(fixture.database.session(.worker)).insert(messages)
  }

  /// A queue that takes those of a batch that `takes` says.
  private func queue(_ takes: @escaping @Sendable (Int) -> Bool = { _ in true }) throws -> StubServer {
    try StubServer { request in
      let entries = Self.entries(request)
      let taken = entries.enumerated().filter { takes($0.offset) }.map {
        ["Id": $0.element["Id"] ?? .null] as JSON
      }
      return .json(200, (["Successful": .array(taken), "Failed": []] as JSON).text)
    }
  }

  private static func entries(_ request: HTTPRequest) -> [JSON] {
    (try? JSON(parsing: request.body))?["Entries"]?.array ?? []
  }

  private func unsent() throws -> Int {
    try fixture.database.asAdministrator.only("select count(*) as n from outbox where sent_at is null").value(
      "n")
  }

  @Test("Each is sent once, ten at a time") func once() throws {
    try insertMessages(23)
    let server = try queue()
    for _ in 0..<2 { try relay(to: server) }
    #expect(server.requests.map { Self.entries($0).count } == [10, 10, 3])
    #expect(try unsent() == 0)
  }

  @Test("Two relays at once send each message once") func concurrent() async throws {
    try insertMessages(300)
    let server = try queue()
    try await withThrowingTaskGroup { group in
      for _ in 0..<2 { group.addTask { try relay(to: server) } }
      try await group.waitForAll()
    }
    let ids = server.requests.flatMap(Self.entries).compactMap { $0["Id"]?.string }
    #expect(ids.count == 300)
    #expect(Set(ids).count == 300)
  }

  @Test("What the queue did not take is kept, and tried again when its lease is over")
  func refused() throws {
    try insertMessages(4)
    let picky = try queue { $0 < 3 }
    try relay(to: picky)
    #expect(try unsent() == 1)
    let server = try queue()
    try relay(to: server)
    #expect(server.requests.isEmpty, "another may be sending it")
    try fixture.database.asAdministrator.query(
      "update outbox set leased_until = leased_until - interval '31 s'")
    try relay(to: server)
    #expect(server.requests.count == 1)
    #expect(try unsent() == 0)
  }

  @Test("A queue that is down loses nothing") func down() throws {
    try insertMessages(4)
    let server = try StubServer { _ in .json(500, "{}") }
    #expect(throws: QueueError.self) { try relay(to: server) }
    #expect(try unsent() == 4)
  }

  @Test("A message is delayed by the seconds left; what is further off than a queue can delay stays")
  func delay() throws {
    try insertMessages(3)
    try fixture.database.asAdministrator.query(
      """
      update outbox set not_before = clock_timestamp() + case dedup_key when '0' then interval '-60 s'
        when '1' then interval '100.9 s' else interval '1000 s' end
      """)
    let server = try queue()
    try relay(to: server)
    let delays = server.requests.flatMap(Self.entries).map { $0["DelaySeconds"] }
    #expect(delays == [0, 100])
    #expect(try unsent() == 1)
  }

  @Test("A function sends only what belongs to its queues") func otherQueue() throws {
    try insertMessages(2, queue: .inbox)
    let server = try queue()
    try relay(to: server)
    #expect(server.requests.isEmpty)
    #expect(try unsent() == 2)
  }

  @Test("The same message is written once; what was sent is kept for a day") func kept() throws {
    for _ in 0..<2 { try insertMessages(2) }
    #expect(try fixture.messages() == 2)
    let administrator = fixture.database.asAdministrator
    try administrator.query(
      "update outbox set sent_at = clock_timestamp() - interval '25 h' where dedup_key = '0'")
    try administrator.query(
      "update outbox set sent_at = clock_timestamp() - interval '23 h' where dedup_key = '1'")
    _ = try fixture.sweeper.recover()
    #expect(try fixture.messages() == 1)
  }
}

/// A message whose key is all there is of it.
private struct NumberedMessage: Message {
  let queue: Queue
  let organization: UUID?
  let key: String

  init(queue: Queue, organization: UUID?, key: String) {
    self.queue = queue
    self.organization = organization
    self.key = key
  }

  init?(body: JSON) { nil }

  var body: JSONObject { ["n": .string(key)] }
}
