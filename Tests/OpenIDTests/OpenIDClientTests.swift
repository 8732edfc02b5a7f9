internal import Core
internal import Cryptography
internal import HTTPServer
internal import OpenID
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("What a provider publishes is read when it is needed, and no more often") struct OpenIDClientTests {
  /// A provider with one key at a time.
  private final class Provider: Sendable {
    let state: Mutex<(name: String, key: RSA.PrivateKey)>

    init() throws { state = Mutex(("k1", try RSA.PrivateKey())) }

    func answer(_ request: HTTPRequest, issuer: String, host: String) -> HTTPReply? {
      switch request.path {
      case "/accounts.google.com/.well-known/openid-configuration":
        let base = "http://\(request.header("host") ?? "")"
        return reply([
          "issuer": .string(issuer), "authorization_endpoint": .string("\(base)/authorize"),
          "token_endpoint": .string("\(base)/token"),
          "jwks_uri": .string("\(host.isEmpty ? base : host)/keys"),
        ])
      case "/keys": return reply(["keys": [published]])
      case "/token": return token(URLForm.parse(String(decoding: request.body, as: UTF8.self)))
      default: return HTTPReply(status: 404, headers: [], body: [])
      }
    }

    private var published: JSON {
      state.withLock { state in
        [
          "kty": "RSA", "use": "sig", "kid": .string(state.name),
          "n": .string(Base64.urlEncode(state.key.modulus)),
          "e": .string(Base64.urlEncode(state.key.exponent)),
        ]
      }
    }

    private func token(_ form: [(name: String, value: String)]) -> HTTPReply? {
      guard form.contains(where: { $0.name == "code" && $0.value == "good" }) else {
        return reply(["error": "invalid_grant"], status: 400)
      }
      let now = Instant.now().seconds
      let claims: JSON = [
        "iss": "https://accounts.google.com", "aud": "client", "sub": "1234", "nonce": "n1",
        "iat": .integer(now),
        "exp": .integer(now + 3600),
      ]
      return state.withLock { state in
        let header: JSON = ["alg": "RS256", "kid": .string(state.name)]
        let signed = Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(claims.encoded())
        guard let signature = try? state.key.signature(of: Array(signed.utf8)) else { return nil }
        return reply(["id_token": .string(signed + "." + Base64.urlEncode(signature))])
      }
    }

    private func reply(_ json: JSON, status: Int = 200) -> HTTPReply {
      HTTPReply(status: status, headers: [("content-type", "application/json")], body: json.encoded())
    }
  }

  private let provider: Provider

  init() throws { provider = try Provider() }

  private func serve(issuer: String = "https://accounts.google.com", host: String = "") throws -> StubServer {
    let provider = provider
    return try StubServer { provider.answer($0, issuer: issuer, host: host) }
  }

  private func client(_ server: StubServer, pause: Duration = .seconds(60)) throws -> OpenIDClient {
    OpenIDClient(
      try #require(OpenIDProvider.all.first { $0.id == "google" }),
      OpenIDApplication(id: "client", secret: "s"),
      simulation: server.url, pause: pause)
  }

  private func identity(_ client: OpenIDClient, code: String = "good", nonce: String = "n1") throws
    -> OpenIDIdentity
  {
    try client.identity(
      code: code, verifier: "v", nonce: nonce, redirectURI: "https://api.clientnest.example/back")
  }

  private func count(_ path: String, in server: StubServer) -> Int {
    server.requests.count { $0.path.hasSuffix(path) }
  }

  @Test("Discovery document and keys are read once for many sign-ins")
  func kept() throws {
    let server = try serve()
    let client = try client(server)
    let url = try client.authorizeURL(
      state: "s 1", nonce: "n1", challenge: "c", redirectURI: "https://api.clientnest.example/back")
    #expect(
      url.hasPrefix(
        "\(server.url)/authorize?client_id=client&response_type=code&scope=openid%20email%20profile&"))
    #expect(url.hasSuffix("&state=s%201&nonce=n1&code_challenge=c&code_challenge_method=S256"))
    for _ in 0..<3 { #expect(try identity(client).subject == "1234") }
    #expect(count("/openid-configuration", in: server) == 1 && count("/keys", in: server) == 1)
    let form = try #require(server.requests.last { $0.path == "/token" })
    #expect(
      String(decoding: form.body, as: UTF8.self)
        == "grant_type=authorization_code&code=good&redirect_uri=https%3A%2F%2Fapi.clientnest.example%2Fback"
        + "&client_id=client&client_secret=s&code_verifier=v")
  }

  @Test("An unknown key is looked for, but not again and again")
  func rotation() throws {
    let server = try serve()
    let (patient, eager) = (try client(server), try client(server, pause: .zero))
    _ = try identity(patient)
    _ = try identity(eager)
    let new = try RSA.PrivateKey()
    provider.state.withLock { $0 = ("k2", new) }
    #expect(try identity(eager).subject == "1234")
    #expect(count("/keys", in: server) == 3)
    for _ in 0..<3 {
      #expect(throws: OpenIDError.untrusted("its key")) { try identity(patient) }
    }
    #expect(count("/keys", in: server) == 3)
    // The same name for another key is no way around.
    provider.state.withLock { $0 = ("k2", $0.key) }
    let forger = try RSA.PrivateKey()
    provider.state.withLock { $0 = ("k1", forger) }
    #expect(throws: OpenIDError.untrusted("its signature")) { try identity(patient) }
  }

  @Test("A wrong code, a wrong nonce, and a document that is not the provider's own")
  func refused() throws {
    let server = try serve()
    #expect(throws: OpenIDError.refused("invalid_grant")) { try identity(client(server), code: "bad") }
    #expect(throws: OpenIDError.untrusted("its nonce")) { try identity(client(server), nonce: "n2") }
    // Its keys are the right ones, so that nothing but its address is wrong.
    let elsewhere = try serve()
    for server in [try serve(issuer: "https://evil.example"), try serve(host: elsewhere.url)] {
      #expect {
        _ = try identity(client(server))
      } throws: { error in
        if case OpenIDError.unavailable = error { true } else { false }
      }
    }
    #expect(elsewhere.requests.isEmpty)
  }

  @Test(
    "The applications are read as JSON, by provider", arguments: ["", "[]", #"{"google": {"id": "a"}}"#, "x"])
  func applications(_ text: String) {
    #expect(OpenIDApplication.all(text) == nil)
    #expect(OpenIDApplication.all(#"{"google": {"id": "a", "secret": "b"}}"#)?.keys.sorted() == ["google"])
    #expect(OpenIDApplication.all("{}")?.isEmpty == true)
  }
}
