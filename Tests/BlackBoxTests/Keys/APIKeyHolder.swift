internal import Core
internal import Harness
internal import Identity

/// A program with an API key.
struct APIKeyHolder {
  let id: String
  /// The key itself.
  let text: String
  let client: Client

  /// Makes a key as `maker`; `more` adds to the request.
  init(
    _ scopes: Set<Permission> = [.read], _ more: JSONObject = [:], by maker: Client, in bundle: RunningBundle
  ) throws {
    var body = more
    body["name"] = "Import"
    body["scopes"] = .array(scopes.map { .string($0.rawValue) })
    try self.init(try maker.post("/v1/api-keys", .object(body)), in: bundle)
  }

  /// From the answer that shows the key.
  init(_ answer: Client.Answer, in bundle: RunningBundle) throws {
    guard answer.status == 201, let id = answer.json["id"]?.string, let text = answer.json["key"]?.string
    else {
      throw Timeout(description: "making a key answered \(answer.status): \(answer.text)")
    }
    self.id = id
    self.text = text
    client = Client(bundle.url)
    client.accessToken = text
  }
}
