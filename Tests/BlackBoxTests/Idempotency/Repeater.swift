internal import Core
internal import Harness

/// Sends a request under a key, again and again.
struct Repeater {
  let client: Client
  let key: String

  init(_ client: Client, _ key: String = UUID.v7().description) {
    self.client = client
    self.key = key
  }

  /// The same key, sent by somebody else.
  func by(_ client: Client) -> Repeater { Repeater(client, key) }

  func send(
    _ method: String, _ path: String, _ body: JSON? = nil, _ more: [String: String] = [:]
  ) throws -> Client.Answer {
    try client.call(
      method, path, body?.encoded(), headers: more.merging(["Idempotency-Key": key]) { own, _ in own })
  }

  func post(_ path: String, _ body: JSON) throws -> Client.Answer { try send("POST", path, body) }
}

/// What came of a request that was sent beside others.
struct Outcome: Sendable {
  let status: Int
  let text: String
  let code: String?
  let isReplayed: Bool

  /// Makes a workspace by the token, with a connection of its own.
  init(of name: String, under key: String, at url: String, _ token: String?) throws {
    let client = Client(url)
    client.accessToken = token
    let answer = try Repeater(client, key).post("/v1/workspaces", ["name": .string(name)])
    (status, text, code, isReplayed) = (answer.status, answer.text, answer.code, answer.isReplayed)
  }
}

extension Client.Answer {
  var isReplayed: Bool { header("idempotent-replayed") == "true" }
  var code: String? { json["code"]?.string }
  var id: String? { json["id"]?.string }
}
