internal import Core
internal import Harness
internal import Testing

@Suite("A browser's session is in cookies that no script and no other site can use", .bundle)
struct CookieTests {
  /// A browser that keeps the cookies of one host.
  private final class Browser {
    private let client: Client
    private(set) var cookies: [String: String] = [:]

    init(_ url: String) { client = Client(url) }

    /// `headers` stand beside the cookies; those of a page of this site are the default.
    func send(
      _ method: String, _ path: String, _ body: JSON? = nil,
      headers: [String: String] = ["Sec-Fetch-Site": "same-origin", "X-Requested-With": "fetch"]
    ) throws -> Client.Answer {
      var all = headers
      if !cookies.isEmpty { all["Cookie"] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
      let answer = try client.call(method, path, body?.encoded(), headers: all)
      for (name, value) in answer.headers where name == "set-cookie" {
        let pair = value.prefix { $0 != ";" }.split(
          separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(pair[0].hasPrefix("__Host-"))
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] { #expect(value.contains("; \(part)")) }
        #expect(!value.contains("Domain"))
        cookies[String(pair[0])] = value.contains("Max-Age=0;") ? nil : String(pair[1])
      }
      return answer
    }
  }

  private func browser(of ana: Customer) throws -> Browser {
    let browser = Browser(try bundle().url)
    let answer = try browser.send(
      "POST", "/v1/auth/login",
      ["email": .string(ana.email), "password": .string(ana.password), "cookie": true])
    #expect(answer.status == 200 && answer.json == ["expires_in": 900])
    #expect(Set(browser.cookies.keys) == ["__Host-session", "__Host-refresh"])
    return browser
  }

  @Test("Logging in, refreshing, switching and logging out, without a token that a script could read")
  func session() throws {
    let ana = try Customer(try bundle())
    let browser = try browser(of: ana)
    #expect(try browser.send("GET", "/v1/me").json["user"]?["email"]?.string == ana.email)
    let before = browser.cookies
    let refreshed = try browser.send("POST", "/v1/auth/refresh", ["cookie": true])
    #expect(refreshed.status == 200 && refreshed.json == ["expires_in": 900])
    #expect(browser.cookies["__Host-refresh"] != before["__Host-refresh"])
    let made = try browser.send("POST", "/v1/organizations", ["name": "Bar Ana"])
    let id = try #require(made.json["organization"]?["id"]?.string)
    let switched = try browser.send("POST", "/v1/me/organization", ["organization_id": .string(id)])
    #expect(switched.status == 200 && switched.json["access_token"] == nil)
    let workspace = switched.json["workspace"]?["id"]
    #expect(try browser.send("GET", "/v1/workspaces").json["data"]?[0]?["id"] == workspace)
    #expect(try browser.send("POST", "/v1/auth/logout").status == 204)
    #expect(browser.cookies.isEmpty)
    #expect(try browser.send("GET", "/v1/me").status == 401)
  }

  @Test("The second step of a log-in sets the cookies too")
  func secondStep() throws {
    let ana = try Customer(try bundle())
    let codes = try Authenticator.enrol(ana.client)
    let browser = Browser(try bundle().url)
    let first = try browser.send(
      "POST", "/v1/auth/login",
      ["email": .string(ana.email), "password": .string(ana.password), "cookie": true])
    #expect(first.status == 200 && first.json["mfa_required"] == true && browser.cookies.isEmpty)
    let challenge = try #require(first.json["challenge"])
    let second = try browser.send(
      "POST", "/v1/auth/login/mfa", ["challenge": challenge, "code": .string(codes.current), "cookie": true])
    #expect(second.status == 200 && second.json == ["expires_in": 900], "\(second.text)")
    #expect(Set(browser.cookies.keys) == ["__Host-session", "__Host-refresh"])
    #expect(try browser.send("GET", "/v1/me").json["user"]?["email"]?.string == ana.email)
  }

  @Test("What changes something and may come from another site is refused")
  func otherSite() throws {
    let ana = try Customer(try bundle())
    let browser = try browser(of: ana)
    let own = try bundle().url
    let body: JSON = ["name": "Changed"]
    let mark = ["X-Requested-With": "fetch"]
    for headers in [
      [:], mark, ["Sec-Fetch-Site": "same-origin"], ["Origin": own],
      mark.merging(["Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"]) { $1 },
      mark.merging(["Origin": "null", "Sec-Fetch-Site": "same-origin"]) { $1 },
      mark.merging(["Sec-Fetch-Site": "same-site"]) { $1 }, mark.merging(["Sec-Fetch-Site": "none"]) { $1 },
    ] {
      for (method, path) in [("PATCH", "/v1/organization"), ("DELETE", "/v1/me/sessions")] {
        let answer = try browser.send(method, path, method == "PATCH" ? body : nil, headers: headers)
        #expect(answer.status == 403 && answer.json["code"]?.string == "cross_site", "\(headers)")
      }
      #expect(try browser.send("POST", "/v1/auth/refresh", ["cookie": true], headers: headers).status == 403)
    }
    #expect(try browser.send("GET", "/v1/me", headers: [:]).status == 200)
    let origin = mark.merging(["Origin": own]) { $1 }
    #expect(try browser.send("PATCH", "/v1/organization", body, headers: origin).status == 200)
  }

  @Test("A header decides before a cookie, and a key or refresh token in the session's cookie opens nothing")
  func precedence() throws {
    let ana = try Customer(try bundle())
    let browser = try browser(of: ana)
    let wrong = try browser.send("GET", "/v1/me", headers: ["Authorization": "Bearer nonsense"])
    #expect(wrong.status == 401)
    let basic = try browser.send("GET", "/v1/me", headers: ["Authorization": "Basic YTpi"])
    #expect(basic.status == 401)
    let key = try APIKeyHolder(by: ana.client, in: try bundle()).text
    for text in [key, browser.cookies["__Host-refresh"] ?? ""] {
      let answer = try Client(try bundle().url).call(
        "GET", "/v1/me", headers: ["Cookie": "__Host-session=\(text)"])
      #expect(answer.status == 401)
    }
    #expect(try browser.send("POST", "/v1/auth/refresh", [:]).fieldErrors == ["/refresh_token": "required"])
  }
}
