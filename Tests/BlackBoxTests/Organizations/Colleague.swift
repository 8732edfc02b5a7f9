internal import Core
internal import Harness

/// Somebody who was invited into an organization, and logs in.
struct Colleague {
  static let password = "staple battery horse correct"

  let email: String
  let client: Client
  let refreshToken: String

  /// Invites a new person as `owner`, accepts as them, and logs in.
  init(of owner: Client, as role: String, in bundle: RunningBundle, named name: String = "Eva") throws {
    email = "\(role)-\(UUID.v7())@example.com"
    let link = try Self.invite(email, as: role, by: owner, in: bundle)
    let accepted = try Client("").post(link, ["name": .string(name), "password": .string(Self.password)])
    guard accepted.status == 200 else {
      throw Timeout(description: "accepting answered \(accepted.status): \(accepted.text)")
    }
    client = Client(bundle.url)
    refreshToken = try Self.logIn(client, email)
  }

  /// The address of the link in the mail.
  static func invite(_ email: String, as role: String, by client: Client, in bundle: RunningBundle) throws
    -> String
  {
    let before = try bundle.mail(to: email, "An invitation to ").count
    let invited = try client.post("/v1/invitations", ["email": .string(email), "role": .string(role)])
    guard invited.status == 201 else {
      throw Timeout(description: "inviting answered \(invited.status): \(invited.text)")
    }
    return try bundle.mailedLink(to: email, "An invitation to ", after: before)
  }

  @discardableResult
  static func logIn(_ client: Client, _ email: String, _ password: String = Self.password) throws -> String {
    let answer = try client.post("/v1/auth/login", ["email": .string(email), "password": .string(password)])
    guard let token = answer.json["access_token"]?.string, let refresh = answer.json["refresh_token"]?.string
    else {
      throw Timeout(description: "logging in answered \(answer.status): \(answer.text)")
    }
    client.accessToken = token
    return refresh
  }

  func id() throws -> String {
    guard let id = try client.get("/v1/me").json["user"]?["id"]?.string else {
      throw Timeout(description: "/v1/me has no id")
    }
    return id
  }
}
