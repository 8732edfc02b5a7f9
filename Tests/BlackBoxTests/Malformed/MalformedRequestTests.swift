internal import Core
internal import Harness
internal import Testing

/// Ten thousand requests that are wrong somewhere, the same in every run.
@Suite("Malformed requests are refused, and nothing else happens", .bundle, .serialized)
struct MalformedRequestTests {
  private static let seed: UInt64 = 20_261_121

  @Test("Seven thousand wrong bodies: no 5xx, no function dies, the host does not grow")
  func bodies() throws {
    let victim = try Victim(try bundle())
    var maker = BodyMaker(seed: Self.seed)
    let made = victim.targets.flatMap { target in
      maker.bodies(from: target.body, count: 115).map { (target: target, fault: $0.fault, bytes: $0.bytes) }
    }
    #expect(made.count >= 7000)
    try victim.unharmed {
      var statuses: [Int: Int] = [:]
      for one in made {
        let answer = try victim.client.call(
          one.target.method, one.target.path, one.bytes, headers: ["If-Match": "\"1\""])
        statuses[answer.status, default: 0] += 1
        guard answer.status < 500 else {
          let start = String(decoding: one.bytes.prefix(300), as: UTF8.self)
          Issue.record("\(one.target.path) \(one.fault): \(answer.status) for \(start)")
          continue
        }
        if one.fault == .truncated { #expect(answer.status == 400, "\(one.target.path)") }
        #expect(answer.status < 300 || answer.json["code"]?.string != nil, "\(answer.text)")
      }
      return (made.count, statuses)
    }
  }

  @Test("Three thousand requests with wrong lines, lengths, encodings and tokens: the same")
  func requests() throws {
    let victim = try Victim(try bundle())
    var maker = RawRequests(host: "127.0.0.1", token: victim.token, seed: Self.seed)
    try victim.unharmed {
      var statuses: [Int: Int] = [:]
      for _ in 0..<3000 {
        let request = maker.next()
        let connection = try RawConnection(port: victim.port)
        connection.send(request)
        connection.endOutput()
        try connection.read { _ in false }
        // Without an answer the connection was ended: 0.
        let answers = connection.statuses.compactMap { Int($0) }
        for status in answers.isEmpty ? [0] : answers { statuses[status, default: 0] += 1 }
        // 501 and 505 are the words of RFC 9110 for codings, methods and versions that a server does not know.
        let wrong = answers.filter { $0 >= 500 && $0 != 501 && $0 != 505 }
        #expect(wrong.isEmpty, "\(wrong) for \(String(decoding: request.prefix(400), as: UTF8.self))")
      }
      return (3000, statuses)
    }
  }
}

/// Who sends, what to, and how the host is meanwhile.
private struct Victim {
  struct Target {
    let method: String
    let path: String
    let body: JSON
  }

  let bundle: RunningBundle
  let client: Client
  let token: String
  let port: Int
  let targets: [Target]

  init(_ bundle: RunningBundle) throws {
    self.bundle = bundle
    let ana = try Customer(bundle)
    client = ana.client
    token = client.accessToken ?? ""
    port = Int(bundle.url.split(separator: ":").last ?? "") ?? 0
    let account = try ana.connect("x", as: "malformed_x")
    let post = try ana.compose("To be spoilt", on: [account]).json["id"]?.string ?? ""
    let content: JSON = [
      "text": "Grüße \u{1F600}", "link": "https://example.com",
      "media": [["url": "https://example.com/a.jpg", "alt_text": "A cup"]], "title": "A title",
      "thread": ["second"],
    ]
    let variants = JSON.object(JSONObject([(name: account, value: ["text": "other"] as JSON)]))
    let workspace = JSON.string(ana.workspace)
    targets = [
      Target(
        method: "POST", path: "/v1/posts",
        body: [
          "workspace_id": workspace, "content": content, "account_ids": [.string(account)],
          "variants": variants,
          "scheduled_at": "2035-01-01T09:00:00Z",
        ]),
      Target(method: "PATCH", path: "/v1/posts/\(post)", body: ["content": content, "variants": variants]),
      Target(
        method: "POST", path: "/v1/posts/\(post)/schedule", body: ["at": "2035-01-01T09:00:00.123456+05:30"]),
      Target(
        method: "POST", path: "/v1/organizations", body: ["name": "Bar Ana", "time_zone": "Europe/Berlin"]),
      Target(
        method: "PATCH", path: "/v1/workspaces/\(ana.workspace)",
        body: ["name": "Bar", "time_zone": "Europe/Berlin", "missed_after_minutes": 120]),
      Target(method: "POST", path: "/v1/accounts/connect/x", body: ["workspace_id": workspace]),
      Target(method: "POST", path: "/v1/me/organization", body: ["organization_id": workspace]),
      Target(
        method: "POST", path: "/v1/deliveries/\(UUID.v7())/resolve",
        body: ["outcome": "published", "remote_id": "1", "permalink": "https://x.com/a/status/1"]),
      Target(
        method: "POST", path: "/v1/auth/refresh", body: ["refresh_token": "cnr_AZkbjgAAcACAAAAAAAAACgAAAAA"]),
    ]
  }

  /// Runs `work` and looks whether a function died of it, whether the host holds more memory, and whether it still
  /// answers. What the host may gain are its buffers and the environments that the first requests start.
  func unharmed(_ work: () throws -> (sent: Int, statuses: [Int: Int])) throws {
    let before = try Vitals(bundle)
    let (sent, statuses) = try work()
    let after = try Vitals(bundle)
    let list = statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    print("malformed \(sent), answers {\(list)}, deaths \(after.deaths - before.deaths)")
    print("host RSS \(before.residentBytes >> 20) MiB before, \(after.residentBytes >> 20) MiB after")
    #expect(after.deaths == before.deaths)
    #expect(after.invocations > before.invocations)
    #expect(after.residentBytes < before.residentBytes + 48 << 20)
    #expect(try client.get("/v1/me").status == 200)
  }
}

/// What the host's own figures say (Prometheus's text format).
private struct Vitals {
  /// Invocations without an answer of the function: it crashed, did not end in time, or had no memory.
  private(set) var deaths = 0
  private(set) var invocations = 0
  private(set) var residentBytes = 0

  init(_ bundle: RunningBundle) throws {
    for line in try Client(bundle.servicesURL()).get("/metrics").text.split(separator: "\n") {
      let value = Int(Double(line.split(separator: " ").last ?? "") ?? 0)
      if line.hasPrefix("process_resident_memory_bytes") { residentBytes = value }
      guard line.hasPrefix("clientnest_invocations_total") else { continue }
      invocations += value
      if !line.contains("outcome=\"success\"") { deaths += value }
    }
  }
}
