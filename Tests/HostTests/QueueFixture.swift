internal import Core
internal import Harness
internal import HostQueues
internal import HostRights

/// A queue service over a file of its own, spoken to as the SDKs do: operation and JSON body.
final class QueueFixture: Sendable {
  let service: QueueService
  private let databasePath: String

  struct Reply {
    let status: Int
    let json: JSON
    /// The error's shape, without its namespace.
    var type: String? { json["__type"]?.string?.split(separator: "#").last.map(String.init) }
    /// The older protocol's code and whose fault it was.
    let queryError: String?

    var messages: [JSON] { json["Messages"]?.array ?? [] }
  }

  /// `work` hides messages for 30 s and gives up on them after two receives.
  static let definitions = [
    QueueDefinition(
      name: "work", redrive: QueueDefinition.Redrive(deadLetterQueue: "dead", maxReceiveCount: 2)),
    QueueDefinition(name: "dead"), QueueDefinition(name: "late", delaySeconds: 1),
  ]

  init(
    databasePath: String = TemporaryDirectory.path("queues"), _ definitions: [QueueDefinition] = definitions,
    inFlightLimit: Int = 120_000
  ) throws {
    self.databasePath = databasePath
    service = try QueueService(
      databasePath: databasePath, queues: definitions, region: "local", accountID: "000000000000",
      baseURL: "http://q", inFlightLimit: inFlightLimit)
  }

  /// Runs a test's body with a new service and removes its file afterwards.
  static func with(
    inFlightLimit: Int = 120_000, _ body: (QueueFixture) async throws -> Void
  ) async throws {
    let fixture = try QueueFixture(inFlightLimit: inFlightLimit)
    do {
      try await body(fixture)
    } catch {
      try fixture.dispose()
      throw error
    }
    try fixture.dispose()
  }

  /// A service over the same file, as after the end of this one.
  func reopened(with definitions: [QueueDefinition] = definitions) throws -> QueueFixture {
    service.close()
    return try QueueFixture(databasePath: databasePath, definitions)
  }

  func dispose() throws {
    service.close()
    for suffix in ["", "-wal", "-shm"] { try TemporaryDirectory.remove(databasePath + suffix) }
  }

  /// `queue` fills in `QueueUrl`.
  @discardableResult
  func call(
    _ operation: String, on queue: String? = nil, _ members: JSONObject = [:], by caller: Principal = .host
  ) async -> Reply {
    var body = members
    if let queue { body["QueueUrl"] = .string("http://q/000000000000/\(queue)") }
    return await send("AmazonSQS.\(operation)", JSON.object(body).encoded(), by: caller)
  }

  func send(_ target: String, _ body: [UInt8], by caller: Principal = .host) async -> Reply {
    await withCheckedContinuation { continuation in
      service.answer(target: target, body: body, by: caller) { reply in
        continuation.resume(
          returning: Reply(
            status: reply.status, json: (try? JSON(parsing: reply.body)) ?? .null,
            queryError: reply.headers.first { $0.0 == "x-amzn-query-error" }?.1))
      }
    }
  }

  func send(_ text: String, to queue: String) async {
    await call("SendMessage", on: queue, ["MessageBody": .string(text)])
  }

  /// Receives one message, hidden for so many seconds; nil when none came in `wait` seconds.
  func receive(from queue: String, visibility: Int64 = 30, wait: Int64 = 0) async -> JSON? {
    await call(
      "ReceiveMessage", on: queue,
      [
        "VisibilityTimeout": .integer(visibility), "WaitTimeSeconds": .integer(wait),
        "AttributeNames": ["All"],
      ]
    ).messages.first
  }

  func depths() -> [QueueDepth] { (try? service.depths()) ?? [] }

  /// nil when the file cannot be read, too.
  func depth(of queue: String) -> QueueDepth? { depths().first { $0.name == queue } }
}
