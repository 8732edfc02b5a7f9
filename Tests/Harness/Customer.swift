package import Core

/// A registered person with an organization and a workspace, who uses the product over HTTP only.
package final class Customer {
  package let client: Client
  package let email: String
  package let password = "correct horse battery staple"
  package let workspace: String
  /// The person, organization and workspace that were made, with the tokens of a first log-in.
  package let registration: JSON
  private let sandboxURL: String

  package init(_ bundle: RunningBundle, called name: String = "ana") throws {
    client = Client(bundle.url)
    sandboxURL = try bundle.sandboxURL()
    email = "\(name)-\(UUID.v7())@example.com"
    let answer = try client.post(
      "/v1/auth/register",
      [
        "email": .string(email), "password": .string(password), "name": "Ana", "organization": "Cafe Ana",
      ])
    guard answer.status == 202 else {
      throw Timeout(description: "registration answered \(answer.status): \(answer.text)")
    }
    let confirmed = try client.post(
      bundle.mailedLink(to: email, "Is this your address?"), ["password": .string(password)])
    guard confirmed.status == 200 else {
      throw Timeout(description: "confirming answered \(confirmed.status): \(confirmed.text)")
    }
    (registration, workspace) = try Self.logIn(client, email, password)
  }

  private static func logIn(_ client: Client, _ email: String, _ password: String) throws -> (JSON, String) {
    let tokens = try client.post(
      "/v1/auth/login", ["email": .string(email), "password": .string(password)])
    client.accessToken = tokens.json["access_token"]?.string
    let me = try client.get("/v1/me").json
    guard var registration = tokens.json.object, let membership = me["memberships"]?[0],
      let workspace = membership["workspaces"]?[0]?["id"]?.string
    else { throw Timeout(description: "logging in answered \(tokens.status): \(tokens.text)") }
    registration["user"] = me["user"]
    registration["organization"] = membership["organization"]
    registration["workspace"] = membership["workspaces"]?[0]
    return (.object(registration), workspace)
  }

  package var imageURL: String { sandboxURL + "/media/sample.jpg" }

  /// Connects an identity by its platform's consent page and returns the account's id. Where the platform offers
  /// several, `name` says which; without it the one of the user.
  package func connect(_ platform: String, as username: String, choosing name: String? = nil) throws -> String
  {
    let name = name ?? username
    let begun = try client.post("/v1/accounts/connect/\(platform)", ["workspace_id": .string(workspace)])
    guard let address = begun.json["authorize_url"]?.string, let cookie = begun.cookie else {
      throw Timeout(description: "connecting answered \(begun.status): \(begun.text)")
    }
    let consent = try client.submit([("username", username), ("decision", "approve")], to: address)
    guard let location = consent.header("location") else {
      throw Timeout(description: "consenting answered \(consent.status): \(consent.text)")
    }
    let returned = try client.call(
      "GET", location, headers: ["Accept": "application/json", "Cookie": cookie])
    guard returned.status == 200 else {
      throw Timeout(description: "coming back answered \(returned.status): \(returned.text)")
    }
    if let choice = returned.json["choice"]?.string { try choose(name, of: returned.json, choice) }
    let accounts =
      try client.get("/v1/accounts?workspace_id=\(workspace)&limit=100").json["data"]?.array ?? []
    guard
      let id = accounts.last(where: { $0["platform"]?.string == platform && $0["name"]?.string == name }
      )?["id"]?.string
    else { throw Timeout(description: "the account is not listed") }
    return id
  }

  private func choose(_ name: String, of offer: JSON, _ choice: String) throws {
    let ids = (offer["candidates"]?.array ?? []).filter { $0["name"]?.string == name }.compactMap { $0["id"] }
    let chosen = try client.post("/v1/accounts/choices/\(choice)", ["account_ids": .array(ids)])
    guard chosen.status == 200 else {
      throw Timeout(description: "choosing answered \(chosen.status): \(chosen.text)")
    }
  }

  /// Composes a post; `more` adds to or replaces members of the request.
  package func compose(_ text: String, on accounts: [String], media: [String] = [], _ more: JSONObject = [:])
    throws -> Client.Answer
  {
    var body: JSONObject = [
      "workspace_id": .string(workspace), "account_ids": .array(accounts.map { .string($0) }),
      "content": ["text": .string(text), "media": .array(media.map { ["url": .string($0)] })],
    ]
    for (name, value) in more.members { body[name] = value }
    return try client.post("/v1/posts", .object(body))
  }

  package func show(_ post: String) throws -> JSON { try client.get("/v1/posts/\(post)").json }

  /// What the platforms were asked to publish, as the sandbox wrote it down.
  package func ledger(_ text: String) throws -> [JSON] {
    let query = URLForm.encode([("text", text), ("limit", "1000")])
    return try client.get("\(sandboxURL)/ledger?\(query)").json["data"]?.array ?? []
  }
}
