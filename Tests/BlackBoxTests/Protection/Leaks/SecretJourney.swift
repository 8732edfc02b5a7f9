internal import Core
internal import Cryptography
internal import Harness

/// Everything that has to do with a secret, by one person, who writes every secret down.
final class SecretJourney {
  static let kinds: Set<String> = [
    "password", "wrong password", "mailed link", "access token", "refresh token", "cookie", "API key",
    "secret of an authenticator", "recovery code", "challenge", "state", "authorization code",
    "platform token",
    "presigned URL", "webhook signature", "key of ours",
  ]

  private(set) var secrets = SecretFinder()
  let bundle: RunningBundle
  let client: Client
  private let email = "leak-\(UUID.v7())@example.com"
  var password = "password-\(UUID.v7())"
  var workspace = ""

  init(in bundle: RunningBundle) throws {
    self.bundle = bundle
    client = Client(bundle.url)
  }

  func run() throws {
    try noteKeys()
    try beginAccount()
    try keepSession()
    try useKeys()
    try useSecondFactor()
    try connectAccounts()
    try signInByProvider()
    try moveFiles()
    try receiveWebhook()
    try sendNonsense()
  }

  func note(_ kind: String, _ secret: String?) throws {
    guard let secret else { throw Timeout(description: "there is no \(kind)") }
    secrets.add(kind, secret)
  }

  func note(session: JSON) throws {
    try note("access token", session["access_token"]?.string)
    if let refresh = session["refresh_token"]?.string { try note("refresh token", refresh) }
  }

  @discardableResult
  func expect(_ status: Int, _ answer: Client.Answer) throws -> Client.Answer {
    guard answer.status == status else {
      throw Timeout(description: "answered \(answer.status), not \(status): \(answer.text)")
    }
    return answer
  }

  /// What the host has made for its functions.
  private func noteKeys() throws {
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    for name in [
      "TokenSigningKey", "AccountEncryptionKeys", "FactorEncryptionKeys", "LinkSigningKeys", "SendGridApiKey",
      "HostSecretKey", "OperatorToken", "MetaVerifyToken",
    ] {
      try note("key of ours", parameters[name]?.string)
    }
    for list in ["PlatformApplications", "SignInApplications"] {
      let applications = try JSON(parsing: parameters[list]?.string ?? "").object?.members ?? []
      for application in applications { try note("key of ours", application.value["secret"]?.string) }
    }
  }

  func register() throws -> Client.Answer {
    let password = "password-\(UUID.v7())"
    try note("password", password)
    return try client.post(
      "/v1/auth/register",
      [
        "email": .string("\(UUID.v7())@example.com"), "password": .string(password), "name": "A",
        "organization": "B",
      ])
  }

  func logIn() throws -> Client.Answer {
    try client.post("/v1/auth/login", ["email": .string(email), "password": .string(password)])
  }

  func changePassword() throws -> Client.Answer {
    let new = "password-\(UUID.v7())"
    try note("password", new)
    let body: JSON = ["current_password": .string(password), "new_password": .string(new)]
    let answer = try client.call("PUT", "/v1/me/password", body.encoded())
    if answer.status == 204 { password = new }
    return answer
  }

  private func link(_ subject: String) throws -> String {
    let link = try bundle.mailedLink(to: email, subject)
    try note("mailed link", link.split(separator: "/").last.map(String.init))
    return link
  }

  private func beginAccount() throws {
    try note("password", password)
    let body: JSON = [
      "email": .string(email), "password": .string(password), "name": "Ana", "organization": "Cafe Ana",
    ]
    try expect(202, client.post("/v1/auth/register", body))
    let address = try link("Is this your address?")
    try expect(200, Client("").get(address))
    try expect(200, Client("").post(address))
    try expect(404, Client("").post(address))
    let wrong = "wrong-\(UUID.v7())"
    try note("wrong password", wrong)
    try expect(401, client.post("/v1/auth/login", ["email": .string(email), "password": .string(wrong)]))
    try expect(202, client.post("/v1/auth/password-reset", ["email": .string(email)]))
    password = "password-\(UUID.v7())"
    try note("password", password)
    try expect(200, Client("").submit([("password", password)], to: link("A new password")))
    let session = try expect(200, logIn()).json
    try note(session: session)
    client.accessToken = session["access_token"]?.string
    workspace = try client.get("/v1/me").json["memberships"]?[0]?["workspaces"]?[0]?["id"]?.string ?? ""
  }

  private func keepSession() throws {
    let session = try expect(200, logIn()).json
    try note(session: session)
    let refresh = session["refresh_token"] ?? .null
    try note(session: expect(200, client.post("/v1/auth/refresh", ["refresh_token": refresh])).json)
    let browser = try expect(
      200,
      client.post("/v1/auth/login", ["email": .string(email), "password": .string(password), "cookie": true]))
    for header in browser.headers where header.name == "set-cookie" {
      let pair = header.value.prefix { $0 != ";" }
      try note("cookie", pair.split(separator: "=", maxSplits: 1).last.map(String.init))
      // As it is meant, and as from another site.
      for (method, path) in [("GET", "/v1/me"), ("DELETE", "/v1/me/sessions")] {
        _ = try Client(bundle.url).call(method, path, headers: ["Cookie": String(pair)])
      }
    }
    try expect(204, changePassword())
  }

  func makeKey() throws -> Client.Answer {
    try client.post(
      "/v1/api-keys", ["name": "Import", "scopes": ["read"]],
      headers: ["Idempotency-Key": UUID.v7().description])
  }

  private func useKeys() throws {
    let made = try expect(201, makeKey()).json
    try note("API key", made["key"]?.string)
    let program = Client(bundle.url)
    program.accessToken = made["key"]?.string
    try expect(200, program.get("/v1/workspaces"))
    let id = made["id"]?.string ?? ""
    try note("API key", expect(201, client.post("/v1/api-keys/\(id)/rotate")).json["key"]?.string)
    try expect(204, client.delete("/v1/api-keys/\(id)"))
    try expect(401, program.get("/v1/workspaces"))
  }

  func enrol() throws -> Client.Answer { try client.post("/v1/me/mfa/totp", ["name": "Telephone"]) }

  private func useSecondFactor() throws {
    let enrolment = try expect(201, enrol())
    try note("secret of an authenticator", enrolment.json["secret"]?.string)
    let codes = try Authenticator(enrolment).codes()
    let path = "/v1/me/mfa/totp/\(enrolment.json["id"]?.string ?? "")"
    let confirmed = try expect(200, client.post("\(path)/confirm", ["code": .string(codes.previous)]))
    let recovery = confirmed.json["recovery_codes"]?.array?.compactMap(\.string) ?? []
    for code in recovery { try note("recovery code", code) }
    let challenge = try expect(200, logIn()).json["challenge"]
    try note("challenge", challenge?.string)
    try expect(
      200,
      client.post(
        "/v1/auth/login/mfa",
        ["challenge": challenge ?? .null, "recovery_code": .string(recovery.first ?? "")]))
    try expect(204, client.delete(path))
  }
}
