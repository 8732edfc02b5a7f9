internal import Core
internal import Harness
internal import Identity
internal import Testing

@Suite(
  "An address to upload to is good for one file, and room in the library for what is in it", .mediaBundle,
  .serialized)
struct MediaAddressTests {
  /// Of one red pixel, and the same with another byte behind its end, where nothing is read.
  private static let png =
    Base64.decode(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
    ?? []
  private static let script = Array("<script>alert(document.domain)</script>".utf8)
  private static var other: [UInt8] {
    script + [UInt8](repeating: 0x20, count: png.count - script.count)
  }
  /// As `mediaBundle` sets it.
  static let quota = 10_000

  private func begin(_ client: Client, _ workspace: String, bytes: Int = MediaAddressTests.png.count) throws
    -> Client.Answer
  {
    try client.post(
      "/v1/media",
      [
        "workspace_id": .string(workspace), "file_name": "a.png", "content_type": "image/png",
        "bytes": JSON(bytes),
      ])
  }

  private func send(_ bytes: [UInt8], _ begun: Client.Answer) throws -> Int {
    try Client("").call(
      "PUT", try #require(begun.json["upload"]?["url"]?.string, "\(begun.text)"), bytes,
      headers: ["Content-Type": "image/png"]
    ).status
  }

  private func looked(_ begun: Client.Answer, _ ana: Customer) throws -> JSON {
    let id = try #require(begun.json["media"]?["id"]?.string)
    return try wait(for: "the file to be looked at", upTo: .seconds(20)) {
      let file = try ana.client.get("/v1/media/\(id)").json
      return file["state"] == "pending" ? nil : file
    }
  }

  /// What the bucket has of a file, when nobody has to look at an upload any more.
  private func objects(_ id: String) throws -> [String] {
    try wait(for: "the uploads to be gone", upTo: .seconds(20)) {
      let answer = try ChildProcess.run(
        Python.path,
        [
          "-c",
          "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); print(*(row[0] for row in "
            + "db.execute('select key from object where key like ?', ('%' + sys.argv[2],))), sep='\\n')",
          try bundle().directory + "/objects.sqlite", id,
        ])
      guard answer.status == 0 else { throw Timeout(description: answer.output) }
      let keys = answer.output.split(separator: "\n").map { String($0.prefix { $0 != "/" }) }
      return keys.contains("uploads") ? nil : keys
    }
  }

  private func usage(_ ana: Customer) throws -> JSON? {
    try ana.client.get("/v1/media?workspace_id=\(ana.workspace)").json["usage"]
  }

  @Test("A second file at the address changes nothing of the one that was looked at, and does not stay")
  func second() throws {
    let ana = try Customer(bundle())
    let begun = try begin(ana.client, ana.workspace)
    #expect(try send(Self.png, begun) == 200)
    let file = try looked(begun, ana)
    #expect(file["state"] == "ready")
    let id = try #require(file["id"]?.string)
    for _ in 0..<3 { _ = try send(Self.other, begun) }
    #expect(try objects(id) == ["media"])
    let after = try ana.client.get("/v1/media/\(id)").json
    #expect(after["state"] == "ready")
    #expect(try Client("").get(try #require(after["url"]?.string)).body == Self.png)
    #expect(try usage(ana)?["used"] == JSON(Self.png.count))
  }

  @Test("Of two files that are sent at the same time one is looked at, and that one stays")
  func race() async throws {
    let ana = try Customer(bundle())
    for _ in 0..<5 {
      let begun = try begin(ana.client, ana.workspace)
      let url = try #require(begun.json["upload"]?["url"]?.string)
      let bodies = [Self.png, Self.other, Self.png, Self.other]
      _ = try await withThrowingTaskGroup { group in
        for body in bodies {
          group.addTask {
            try Client("").call("PUT", url, body, headers: ["Content-Type": "image/png"]).status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      let file = try looked(begun, ana)
      let kept = try objects(try #require(file["id"]?.string))
      #expect(kept == (file["state"] == "ready" ? ["media"] : []))
      if let url = file["url"]?.string { #expect(try Client("").get(url).body == Self.png) }
    }
  }

  @Test("A file that is sent after its item was deleted is deleted too, and counts nowhere") func deleted()
    throws
  {
    let ana = try Customer(bundle())
    let begun = try begin(ana.client, ana.workspace)
    let id = try #require(begun.json["media"]?["id"]?.string)
    #expect(try usage(ana)?["reserved"] == JSON(Self.png.count))
    #expect(try ana.client.delete("/v1/media/\(id)").status == 204)
    #expect(try send(Self.png, begun) == 200)
    #expect(try objects(id) == [])
    #expect(try usage(ana) == ["used": 0, "reserved": 0, "quota": JSON(Self.quota)])
    #expect(try ana.client.get("/v1/media/\(id)").status == 404)
  }

  @Test("What is rejected takes no room, and its address brings nothing back") func rejected() throws {
    let ana = try Customer(bundle())
    let begun = try begin(ana.client, ana.workspace)
    #expect(try send(Self.other, begun) == 200)
    let file = try looked(begun, ana)
    #expect(file["state"] == "rejected")
    let id = try #require(file["id"]?.string)
    #expect(try send(Self.png, begun) == 200)
    #expect(try objects(id) == [])
    #expect(try ana.client.get("/v1/media/\(id)").json["state"] == "rejected")
    #expect(try usage(ana) == ["used": 0, "reserved": 0, "quota": JSON(Self.quota)])
  }

  @Test("What never comes is given up, and its room given back") func expired() throws {
    let ana = try Customer(bundle())
    let begun = try begin(ana.client, ana.workspace, bytes: 9000)
    let young = try begin(ana.client, ana.workspace, bytes: 500)
    #expect(try begin(ana.client, ana.workspace, bytes: 600).json["code"] == "quota_exceeded")
    let id = try #require(begun.json["media"]?["id"]?.string)
    try bundle().sql("update media set created_at = now() - interval '121 min' where id = '\(id)'")
    #expect(try bundle().invoke("ExpireUploads").isDone)
    let file = try ana.client.get("/v1/media/\(id)").json
    #expect(file["state"] == "rejected")
    #expect(file["error"]?["code"] == "upload_expired")
    #expect(try usage(ana) == ["used": 0, "reserved": 500, "quota": JSON(Self.quota)])
    #expect(young.status == 201)
    #expect(try begin(ana.client, ana.workspace, bytes: 600).status == 201)
  }

  @Test("Fifty uploads that begin at the same moment take no more room than there is") func border()
    async throws
  {
    let ana = try Customer(bundle())
    let (url, token, workspace) = (try bundle().url, ana.client.accessToken, ana.workspace)
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<50 {
        group.addTask {
          let client = Client(url)
          client.accessToken = token
          let answer = try client.post(
            "/v1/media",
            [
              "workspace_id": .string(workspace), "file_name": "a.png", "content_type": "image/png",
              "bytes": JSON(Self.quota / 10),
            ])
          return "\(answer.status) \(answer.json["code"]?.string ?? "")"
        }
      }
      return try await group.reduce(into: [String]()) { $0.append($1) }
    }
    #expect(answers.count { $0 == "201 " } == 10, "\(Set(answers))")
    #expect(answers.count { $0 == "403 quota_exceeded" } == 40)
    #expect(try usage(ana) == ["used": 0, "reserved": JSON(Self.quota), "quota": JSON(Self.quota)])
    let refused = try begin(ana.client, workspace, bytes: 1)
    #expect(refused.json["usage"]?["quota"] == JSON(Self.quota))
    // Another organization has room of its own; an operator gives this one more.
    let rival = try Customer(bundle())
    #expect(try begin(rival.client, rival.workspace, bytes: Self.quota).status == 201)
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    try bundle().sql(
      "update media_usage set quota = \(Self.quota + 5) where organization_id = '\(organization)'")
    #expect(try begin(ana.client, workspace, bytes: 5).status == 201)
    #expect(try begin(ana.client, workspace, bytes: 1).status == 403)
  }

  @Test("So many uploads may be under way, and no more") func uploads() throws {
    let ana = try Customer(bundle())
    #expect(try begin(ana.client, ana.workspace, bytes: 1).status == 201)
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    try bundle().sql("update media_usage set uploads = 1000 where organization_id = '\(organization)'")
    #expect(try begin(ana.client, ana.workspace, bytes: 1).json["code"] == "too_many_uploads")
  }

  @Test(
    "A key for another workspace is told that there is no such workspace, account or file, whatever it asks")
  func narrowed() throws {
    let ana = try Customer(bundle())
    let second = try ana.client.post("/v1/workspaces", ["name": "Second"])
    let other = try #require(second.json["id"]?.string)
    let account = try ana.connect("x", as: "narrowed_x")
    let file = try #require(try begin(ana.client, ana.workspace, bytes: 1).json["media"]?["id"]?.string)
    let post = try ana.compose("Draft", on: [account]).json
    let (id, delivery) = (
      try #require(post["id"]?.string), try #require(post["deliveries"]?[0]?["id"]?.string)
    )
    let key = try APIKeyHolder(
      [.read, .writeOwn, .writeAny, .publish, .manageAccounts], ["workspace_ids": [.string(other)]],
      by: ana.client, in: bundle()
    ).client
    #expect(try begin(key, ana.workspace, bytes: 1).fieldErrors == ["/workspace_id": "unknown_workspace"])
    #expect(try begin(key, other, bytes: 1).status == 201)
    let draft: JSON = [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)], "content": ["text": "x"],
    ]
    let mixed: JSON = [
      "workspace_id": .string(other), "account_ids": [.string(account)],
      "content": ["text": "x", "media": [["id": .string(file)]]],
    ]
    let answers = try [
      key.post("/v1/posts", draft), key.post("/v1/posts", mixed), key.post("/v1/preflight", draft),
      key.post("/v1/preflight", mixed),
      key.post("/v1/accounts/connect/x", ["workspace_id": .string(ana.workspace)]),
      key.post("/v1/accounts/\(account)/check"), key.get("/v1/accounts/\(account)/options"),
      key.delete("/v1/accounts/\(account)?force=true"), key.get("/v1/media/\(file)"),
      key.call("PATCH", "/v1/media/\(file)", (["alt_text": "x"] as JSON).encoded()),
      key.delete("/v1/media/\(file)"), key.get("/v1/posts/\(id)"),
      key.patch("/v1/posts/\(id)", ["content": ["text": "y"]], version: 1),
      key.delete("/v1/posts/\(id)"), key.post("/v1/posts/\(id)/publish"), key.post("/v1/posts/\(id)/cancel"),
      key.post("/v1/posts/\(id)/schedule", ["at": "2035-01-01T09:00:00Z"]),
      key.post("/v1/deliveries/\(delivery)/retry"), key.post("/v1/deliveries/\(delivery)/take-down"),
      key.post("/v1/deliveries/\(delivery)/resolve", ["outcome": "published", "remote_id": "1"]),
      key.get("/v1/media?workspace_id=\(ana.workspace)"), key.get("/v1/posts?workspace_id=\(ana.workspace)"),
      key.get("/v1/accounts?workspace_id=\(ana.workspace)"),
      key.get("/v1/comments?workspace_id=\(ana.workspace)"),
    ]
    let statuses = answers.map(\.status)
    #expect(statuses.allSatisfy { [200, 404, 422].contains($0) }, "\(statuses)")
    #expect(statuses.prefix(2).allSatisfy { $0 == 422 } && statuses[4] == 422)
    #expect(statuses[5..<20].allSatisfy { $0 == 404 }, "\(statuses)")
    #expect(answers.suffix(4).allSatisfy { $0.json["data"]?.array?.isEmpty == true })
  }
}
