internal import Core
internal import Harness

/// A browser that signs in by a provider: it keeps the cookie of the way there.
struct Browser {
  let client: Client
  let authorizeURL: String
  var cookie: String

  /// Begins to sign in, or, with the client of somebody who is logged in, to link.
  init(_ provider: String, linking client: Client? = nil, in bundle: RunningBundle) throws {
    let begun =
      try client?.post("/v1/me/sign-ins/\(provider)")
      ?? Client(bundle.url).post("/v1/auth/sign-in/\(provider)")
    guard let url = begun.json["authorize_url"]?.string, let cookie = begun.header("set-cookie") else {
      throw Timeout(description: "beginning answered \(begun.status): \(begun.text)")
    }
    guard cookie.hasPrefix("__Host-sign-in-"), cookie.contains("; Secure; HttpOnly; SameSite=Lax") else {
      throw Timeout(description: "not a cookie of the host alone: \(cookie)")
    }
    self.client = Client(bundle.url)
    self.cookie = String(cookie.prefix { $0 != ";" })
    authorizeURL = url
  }

  /// Signs in on the provider's page and returns the address of the way back.
  func consent(_ form: [(String, String)]) throws -> String {
    let answer = try client.submit(form, to: authorizeURL)
    guard let location = answer.header("location") else {
      throw Timeout(description: "the page answered \(answer.status): \(answer.text)")
    }
    return location
  }

  func comeBack(_ location: String) throws -> Client.Answer {
    try client.call("GET", location, headers: cookie.isEmpty ? [:] : ["Cookie": cookie])
  }

  /// The whole trip.
  func signIn(_ email: String, verified: Bool = true, _ more: [(String, String)] = []) throws -> Client.Answer
  {
    try comeBack(consent([("email", email), ("email_verified", verified ? "yes" : "no")] + more))
  }
}
