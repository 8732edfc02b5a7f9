internal import Core
internal import Cryptography
internal import Glibc
internal import PrivateFiles

/// A person with one account on each platform of the sandbox, made through the public API only.
///
/// Making it again finds what is there and adds what is missing.
struct Demo {
  static let email = "demo@clientnest.example"
  /// On every platform.
  static let username = "clientnest_demo"

  let password: String
  let workspace: String
  let accounts: [(id: String, platform: String)]

  /// `sandboxURL` is where mail arrives.
  init(on gatewayURL: String, mailAt sandboxURL: String, keptIn state: StateDirectory) throws {
    password = try Self.password(keptIn: state.demoLogin)
    let client = ProductClient(base: gatewayURL)
    try Self.logIn(client, password, mailAt: sandboxURL)
    workspace = try Self.findWorkspace(client)
    let connected = try Self.listAccounts(client, workspace)
    for platform in PlatformNames.all where !connected.contains(where: { $0.platform == platform }) {
      try Self.connect(platform, client, workspace)
    }
    accounts = try Self.listAccounts(client, workspace)
  }

  private static func password(keptIn path: String) throws -> String {
    if let bytes = try PrivateFile.read(path, isSecret: true),
      let kept = (try? JSON(parsing: bytes))?["password"]?.string
    {
      return kept
    }
    let password = Base64.urlEncode(SecureRandom.bytes(12))
    let login: JSON = ["email": .string(email), "password": .string(password)]
    try PrivateFile.replace(path, with: login.encoded())
    return password
  }

  private static func logIn(_ client: ProductClient, _ password: String, mailAt sandboxURL: String) throws {
    let login: JSONObject = ["email": .string(email), "password": .string(password)]
    var answer = try client.call("POST", "/v1/auth/login", .object(login))
    if answer.status == 401 {
      var registration = login
      registration["name"] = "Demo"
      registration["organization"] = "Demo"
      _ = try client.expect("POST", "/v1/auth/register", .object(registration))
      _ = try client.post(mailedLink(client, sandboxURL), ["password": .string(password)])
      answer = try client.call("POST", "/v1/auth/login", .object(login))
    }
    guard let token = answer.body["access_token"]?.string else {
      throw CommandFailure("the demo person cannot log in (\(answer.status)): \(answer.body.text)")
    }
    client.accessToken = token
  }

  /// The link in the newest message, as soon as there is one.
  private static func mailedLink(_ client: ProductClient, _ sandboxURL: String) throws -> String {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      let mail = try client.open("\(sandboxURL)/mail?\(URLForm.encode([("to", email)]))")
      let words = mail["data"]?.array?.last?["text"]?.string?.split(whereSeparator: \.isWhitespace) ?? []
      if let link = words.first(where: { $0.contains("/v1/links/") }) { return String(link) }
      usleep(50_000)
    }
    throw CommandFailure("no mail has come to \(email)")
  }

  private static func findWorkspace(_ client: ProductClient) throws -> String {
    let me = try client.expect("GET", "/v1/me")
    guard let workspace = me["memberships"]?[0]?["workspaces"]?[0]?["id"]?.string else {
      throw CommandFailure("the demo person has no workspace: \(me.text)")
    }
    return workspace
  }

  private static func listAccounts(
    _ client: ProductClient, _ workspace: String
  ) throws -> [(id: String, platform: String)] {
    let accounts =
      try client.expect("GET", "/v1/accounts?workspace_id=\(workspace)&limit=100")["data"]?.array ?? []
    return accounts.compactMap { account in
      guard let id = account["id"]?.string, let platform = account["platform"]?.string else { return nil }
      return (id, platform)
    }
  }

  /// Walks the way of a browser: authorize page, consent, back to the callback; takes the first of several.
  private static func connect(_ platform: String, _ client: ProductClient, _ workspace: String) throws {
    let body: JSON = ["workspace_id": .string(workspace)]
    let answer = try client.call("POST", "/v1/accounts/connect/\(platform)", body)
    guard let address = answer.body["authorize_url"]?.string else {
      throw CommandFailure("connecting \(platform) gave no authorize_url: \(answer.body.text)")
    }
    let consent = [("username", username), ("decision", "approve")]
    let choice = try client.open(client.submit(consent, to: address), cookie: answer.cookie)
    guard let token = choice["choice"]?.string, let first = choice["candidates"]?[0]?["id"] else { return }
    _ = try client.expect("POST", "/v1/accounts/choices/\(token)", ["account_ids": [first]])
  }
}
