internal import Core
internal import Cryptography
internal import Harness
internal import Testing

@Suite("Who comes by a browser sees a page, and a program is told the same as JSON", .bundle) struct PageTests
{
  private static let browser =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

  private func call(_ method: String, _ path: String, accept: String?, _ more: [String: String] = [:])
    throws -> Client.Answer
  {
    let headers = accept.map { ["Accept": $0] } ?? [:]
    return try Client(try bundle().url).call(
      method, path, headers: headers.merging(more) { first, _ in first })
  }

  /// Where a browser may land, with what is wrong there.
  private static let landings = [
    ("GET", "/v1/links/nonsense", 404, "invalid_link"),
    ("GET", "/v1/auth/sign-in/google/callback?state=x&code=y", 400, "stale_sign_in"),
    ("GET", "/v1/auth/sign-in/myspace/callback", 404, "unknown_provider"),
    ("GET", "/v1/accounts/callback/x?state=x&error=access_denied", 400, "stale_connection"),
    ("GET", "/v1/me", 401, "invalid_token"), ("GET", "/v1/posts/none", 401, "invalid_token"),
  ]

  @Test("An error is a page where Accept asks for one", arguments: landings)
  func errors(_ method: String, _ path: String, _ status: Int, _ code: String) throws {
    let page = try call(method, path, accept: Self.browser)
    #expect(page.status == status, "\(page.text)")
    try expectPage(page)
    #expect(page.text.contains("<small>\(code), request ") && page.text.contains("Back to ClientNest</a>"))
    for accept in [nil, "*/*", "application/json", "application/json, text/plain, */*"] {
      let answer = try call(method, path, accept: accept)
      #expect(
        answer.status == status && answer.json["code"]?.string == code, "\(accept ?? ""): \(answer.text)")
      #expect(answer.header("content-type") == "application/problem+json")
    }
  }

  /// A page without a script, in the one style that its policy lets in, for telephones and the dark.
  private func expectPage(_ answer: Client.Answer, _ location: SourceLocation = #_sourceLocation) throws {
    #expect(answer.header("content-type") == "text/html; charset=utf-8", sourceLocation: location)
    #expect(answer.header("x-content-type-options") == "nosniff", sourceLocation: location)
    #expect(answer.header("cache-control") == "no-store", sourceLocation: location)
    let policy = try #require(answer.header("content-security-policy"))
    let style = try #require(answer.text.split(separator: "<style>").last?.split(separator: "</style>").first)
    let digest = Base64.encode(SHA256.hash(Array(style.utf8)))
    #expect(policy.contains("default-src 'none'") && !policy.contains("script-src"), sourceLocation: location)
    #expect(policy.contains("style-src 'sha256-\(digest)'"), sourceLocation: location)
    #expect(
      !answer.text.contains("<script") && !answer.text.contains("javascript:"), sourceLocation: location)
    #expect(!answer.text.contains("style="), sourceLocation: location)
    #expect(answer.text.contains("width=device-width") && style.contains("dark"), sourceLocation: location)
  }

  @Test(
    "What is preferred decides, by its weight, and of two that weigh the same the one that is named",
    arguments: [
      ("text/html", true), ("text/*", true), ("text/html;q=0.2", true), ("text/html, */*", true),
      ("TEXT/HTML ; Q=1", true), ("text/html;q=0.5, application/json;q=0.4", true),
      ("application/json;q=0.5, text/html;q=0.4", false), ("text/html, application/json", false),
      ("text/html;q=0, */*", false), ("application/problem+json, text/html;q=0.9", false),
      ("image/png", false),
      ("text/html;q=nonsense", false), ("", false), ("text/plain", false), ("*/*;q=0.1", false),
    ])
  func taste(_ accept: String, _ isPage: Bool) throws {
    let answer = try call("GET", "/v1/links/nonsense", accept: accept)
    #expect((answer.header("content-type") == "text/html; charset=utf-8") == isPage, "\(answer.text)")
  }

  @Test("Where there is no route, a browser sees a page, and a program what the gateway says on AWS")
  func noRoute() throws {
    for path in ["/nothing", "/v1/none/at/all", "/favicon.ico", "/v1/"] {
      let page = try call("GET", path, accept: Self.browser)
      #expect(page.status == 404 && page.text.contains("There is nothing here"), "\(page.text)")
      try expectPage(page)
      let answer = try call("GET", path, accept: nil)
      #expect(answer.status == 404 && answer.text == #"{"message":"Not Found"}"#)
    }
    #expect(try call("PUT", "/v1/auth/login", accept: nil).status == 404)
    let first = try call("GET", "/", accept: Self.browser)
    #expect(first.status == 200)
    try expectPage(first)
    #expect(try call("GET", "/", accept: nil).status == 404)
  }

  @Test("A form with a wrong field is answered by a page that names it")
  func form() throws {
    let ana = try Customer(try bundle())
    _ = try Client(try bundle().url).post("/v1/auth/password-reset", ["email": .string(ana.email)])
    let link = try bundle().mailedLink(to: ana.email, "A new password")
    let form = Array(URLForm.encode([("password", "short")]).utf8)
    let headers = ["Accept": Self.browser, "Content-Type": "application/x-www-form-urlencoded"]
    let page = try Client("").call("POST", link, form, headers: headers)
    #expect(
      page.status == 422 && page.text.contains("<li>password: Must have at least 8 characters"),
      "\(page.text)")
    try expectPage(page)
    try expectPage(try Client("").get(link))
  }

  @Test("Signing in by a provider in a browser: a page without secrets, and the session in cookies")
  func signIn() throws {
    let email = "new-\(UUID.v7())@example.com"
    let browser = try Browser("google", in: try bundle())
    let page = try browser.client.call(
      "GET", try browser.consent([("email", email), ("email_verified", "yes")]),
      headers: ["Accept": Self.browser, "Cookie": browser.cookie])
    #expect(page.status == 200 && page.text.contains("You are logged in"), "\(page.text)")
    try expectPage(page)
    let cookies = page.headers.filter { $0.name == "set-cookie" }.map {
      String($0.value.prefix { $0 != ";" })
    }
    let session = try #require(cookies.first { $0.hasPrefix("__Host-session=") })
    #expect(cookies.contains { $0.hasPrefix("__Host-refresh=cnr_") })
    // The trip's cookie is taken away.
    #expect(cookies.contains { $0.hasPrefix("__Host-sign-in-") && $0.hasSuffix("=") }, "\(cookies)")
    #expect(!page.text.contains(session.dropFirst("__Host-session=".count)))
    let me = try Client(try bundle().url).call("GET", "/v1/me", headers: ["Cookie": session])
    #expect(me.json["user"]?["email"]?.string == email)
  }

  @Test("With a second factor the page asks for it, and takes the answer from this site only")
  func secondFactor() throws {
    let ana = try Customer(try bundle())
    let codes = try Authenticator.enrol(ana.client)
    let browser = try Browser("google", in: try bundle())
    let page = try browser.client.call(
      "GET", try browser.consent([("email", ana.email), ("email_verified", "yes")]),
      headers: ["Accept": Self.browser, "Cookie": browser.cookie])
    try expectPage(page)
    #expect(page.text.contains("action=\"/v1/auth/login/mfa\"") && page.text.contains("one-time-code"))
    let challenge = try #require(
      page.text.split(separator: "name=\"challenge\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
    let form = Array(URLForm.encode([("challenge", String(challenge)), ("code", codes.current)]).utf8)
    func submit(_ site: String?) throws -> Client.Answer {
      var headers = ["Accept": Self.browser, "Content-Type": "application/x-www-form-urlencoded"]
      headers["Sec-Fetch-Site"] = site
      return try Client(try bundle().url).call("POST", "/v1/auth/login/mfa", form, headers: headers)
    }
    for site in [nil, "cross-site", "same-site", "none"] {
      let refused = try submit(site)
      #expect(refused.status == 403 && refused.text.contains("cross_site"), "\(refused.text)")
      #expect(refused.header("set-cookie") == nil)
    }
    let done = try submit("same-origin")
    #expect(done.status == 200 && done.text.contains("You are logged in"), "\(done.text)")
    try expectPage(done)
    #expect(done.headers.contains { $0.name == "set-cookie" && $0.value.hasPrefix("__Host-session=") })
  }
}
