internal import Core
internal import Cryptography
internal import Harness

/// Where others come in: platforms, providers, the bucket, and whoever sends nonsense.
extension SecretJourney {
  /// Connects an account up to the callback's answer.
  func connect() throws -> Client.Answer {
    let begun = try expect(201, client.post("/v1/accounts/connect/x", ["workspace_id": .string(workspace)]))
    return try comeBack(begun, [("username", "leak_x"), ("decision", "approve")])
  }

  private func comeBack(_ begun: Client.Answer, _ form: [(String, String)]) throws -> Client.Answer {
    let cookie = begun.cookie ?? ""
    try note("cookie", cookie.split(separator: "=", maxSplits: 1).last.map(String.init))
    let consent = try client.submit(form, to: begun.json["authorize_url"]?.string ?? "")
    let location = consent.header("location") ?? ""
    for (name, value) in URLForm.parse(location.split(separator: "?").last.map(String.init) ?? "") {
      if name == "state" { try note("state", value) }
      if name == "code" { try note("authorization code", value) }
    }
    return try client.call("GET", location, headers: ["Accept": "application/json", "Cookie": cookie])
  }

  func connectAccounts() throws {
    try expect(200, connect())
    let row = try bundle.sql("select organization_id, id, encode(credentials, 'hex') from account limit 1")
    let fields = row.split(separator: "|").map(String.init)
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    guard fields.count == 3, let organization = UUID(fields[0]), let account = UUID(fields[1]),
      let sealed = Hex.decode(fields[2][...])
    else { throw Timeout(description: "no account: \(row)") }
    let envelope = try Envelope(keys: parameters["AccountEncryptionKeys"]?.string ?? "")
    let grant = try JSON(
      parsing: envelope.open(
        sealed,
        for: Envelope.Place(organization: organization, table: "account", column: "credentials", row: account)
      ))
    for name in ["access_token", "refresh_token"] { try note("platform token", grant[name]?.string) }
    try expect(200, client.post("/v1/accounts/\(account)/check"))
  }

  func signInByProvider() throws {
    let begun = try expect(201, Client(bundle.url).post("/v1/auth/sign-in/google"))
    let answer = try comeBack(begun, [("email", "\(UUID.v7())@example.com"), ("email_verified", "yes")])
    try note(session: expect(200, answer).json)
  }

  private func signature(_ url: String) -> String? {
    let query = url.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
    return URLForm.parse(query).first { $0.name == "X-Amz-Signature" }?.value
  }

  func moveFiles() throws {
    let begun = try expect(
      201,
      client.post(
        "/v1/media",
        [
          "workspace_id": .string(workspace), "file_name": "a.png", "content_type": "image/png", "bytes": 4,
        ]))
    let url = begun.json["upload"]?["url"]?.string ?? ""
    try note("presigned URL", signature(url))
    let type = ["Content-Type": "image/png"]
    try expect(200, Client("").call("PUT", url, [1, 2, 3, 4], headers: type))
    _ = try Client("").call("PUT", url, [1, 2, 3, 4, 5], headers: type)
    let export = try expect(202, client.post("/v1/me/exports")).json["id"]?.string ?? ""
    let ready = try wait(for: "the export", upTo: .seconds(30)) {
      let shown = try client.get("/v1/me/exports/\(export)").json
      return shown["state"]?.string == "ready" ? shown : nil
    }
    for url in ready["download_urls"]?.array?.compactMap(\.string) ?? [] {
      try note("presigned URL", signature(url))
      try expect(200, Client("").get(url))
    }
  }

  func receiveWebhook() throws {
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    let applications = try JSON(parsing: parameters["PlatformApplications"]?.string ?? "")
    let body = Array(#"{"object": "instagram", "entry": []}"#.utf8)
    let key = Array((applications["instagram"]?["secret"]?.string ?? "").utf8)
    let right = Hex.encode(HMAC.sha256(key: key, body))
    try note("webhook signature", right)
    for signature in [right, String(right.reversed())] {
      _ = try Client(bundle.url).call(
        "POST", "/v1/webhooks/meta", body, headers: ["X-Hub-Signature-256": "sha256=\(signature)"])
    }
    let token = parameters["MetaVerifyToken"]?.string ?? ""
    let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    try expect(200, Client(bundle.url).get("/v1/webhooks/meta?\(query)\(token)"))
  }

  /// Secrets where they do not belong: in addresses, in broken bodies, as names of members.
  func sendNonsense() throws {
    let token = client.accessToken ?? ""
    for path in ["/v1/me?access_token=\(token)", "/v1/posts/\(token)", "/v1/links/\(token)"] {
      _ = try client.get(path)
    }
    for body in [
      #"{"email": "a@example.com", "password": "\#(password)""#, #"{"password": ["\#(password)"]}"#,
      #"{"\#(password)": 1}"#, #"{"email": "\#(password)", "password": "\#(password)\ud800"}"#,
    ] {
      _ = try client.call("POST", "/v1/auth/login", Array(body.utf8))
    }
    let stranger = Client(bundle.url)
    for text in [token + "x", "Bearer", password] {
      stranger.accessToken = text
      try expect(401, stranger.get("/v1/me"))
    }
  }
}
