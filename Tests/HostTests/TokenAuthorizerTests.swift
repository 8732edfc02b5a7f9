internal import Core
internal import Harness
internal import Testing

/// Against a function that answers with the event it got. Tokens are signed by PyJWT.
@Suite("A JWT authorizer lets bearers of its issuer's tokens in", .serialized) struct TokenAuthorizerTests {
  private static func template(_ issuer: TokenIssuer) -> String {
    """
    Resources:
      Api:
        Type: AWS::Serverless::HttpApi
        Properties:
          Auth:
            DefaultAuthorizer: People
            Authorizers:
              People:
                IdentitySource: $request.header.Authorization
                JwtConfiguration: {issuer: "\(issuer.url)", audience: [app, other]}
              Query:
                IdentitySource: $request.querystring.token
                AuthorizationScopes: [read, write]
                JwtConfiguration: {issuer: "\(issuer.url)", audience: [app, other]}
      Probe:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/GatewayFunction
          Events:
            Mine: {Type: HttpApi, Properties: {Method: get, Path: /mine}}
            Old: {Type: HttpApi, Properties: {Method: get, Path: /old, PayloadFormatVersion: '1.0'}}
            Write: {Type: HttpApi, Properties: {Method: get, Path: /write, Auth: {AuthorizationScopes: [write, all]}}}
            Query: {Type: HttpApi, Properties: {Method: get, Path: /query, Auth: {Authorizer: Query}}}
            Open: {Type: HttpApi, Properties: {Method: get, Path: /open, Auth: {Authorizer: NONE}}}
    """
  }

  private func withIssuer(_ body: (TokenIssuer, RunningHost) throws -> Void) throws {
    try TokenIssuer.with { issuer in
      try RunningHost.with(Self.template(issuer)) { try body(issuer, $0) }
    }
  }

  private func get(_ path: String, _ token: String?, _ host: RunningHost) throws -> Client.Answer {
    try host.gateway.call("GET", path, headers: token.map { ["Authorization": $0] } ?? [:])
  }

  @Test("The function is told the claims, as texts, and which scopes of the route the token has")
  func letsIn() throws {
    try withIssuer { issuer, host in
      let token = try issuer.token([
        "scope": "read write", "groups": ["a", "b"], "admin": true, "level": 3, "aud": ["some", "other"],
      ])
      for form in [token, "Bearer \(token)", "bearer \(token)"] {
        let answer = try get("/mine", form, host)
        #expect(answer.status == 200, "\(answer.text)")
        let jwt = answer.json["requestContext"]?["authorizer"]?["jwt"]
        #expect(jwt?["claims"]?["sub"] == "ana")
        #expect(jwt?["claims"]?["groups"] == "[a b]")
        #expect(jwt?["claims"]?["aud"] == "[some other]")
        #expect(jwt?["claims"]?["admin"] == "true")
        #expect(jwt?["claims"]?["level"] == "3")
        #expect(jwt?["scopes"] == .null)
      }
      let written = try get("/write", token, host).json["requestContext"]?["authorizer"]?["jwt"]
      #expect(written?["scopes"] == ["write"])
      let queried = try get("/query?token=\(token)", nil, host).json["requestContext"]?["authorizer"]?["jwt"]
      #expect(queried?["scopes"] == ["read", "write"])
      #expect(try get("/old", token, host).json["requestContext"]?["authorizer"]?["claims"]?["sub"] == "ana")
      #expect(try get("/open", nil, host).status == 200)
      for algorithm in ["RS384", "RS512"] {
        #expect(try get("/mine", try issuer.token(algorithm: algorithm), host).status == 200)
      }
      let cognito = try issuer.token(["aud": .null, "client_id": "app"])
      #expect(try get("/mine", cognito, host).status == 200)
      #expect(try issuer.reads() == 2, "each authorizer reads the keys once")
    }
  }

  @Test("Without a token, or with one that is not good, nobody is let in, and the answer says why")
  func refuses() throws {
    try withIssuer { issuer, host in
      let missing = try get("/mine", nil, host)
      #expect(missing.status == 401)
      #expect(missing.json == ["message": "Unauthorized"])
      #expect(missing.header("www-authenticate") == "Bearer")
      let now = Instant.now().seconds
      let good = try issuer.token()
      let parts = good.split(separator: ".")
      let tokens: [(token: String, reason: String)] = [
        ("nonsense", "the token is malformed"),
        (try issuer.token(["exp": .integer(now - 1)]), "the token has expired"),
        (try issuer.token(["exp": .null]), "the token has no end"),
        (try issuer.token(["nbf": .integer(now + 100)]), "the token is not valid yet"),
        (try issuer.token(["iat": .integer(now + 100)]), "the token is not valid yet"),
        (try issuer.token(["aud": "them"]), "the token does not have a valid audience"),
        // The client counts only where there is no audience.
        (try issuer.token(["aud": "them", "client_id": "app"]), "the token does not have a valid audience"),
        (try issuer.token(["iss": "https://elsewhere.example"]), "the token does not have a valid issuer"),
        (try issuer.token(key: "foreign"), "the signature is invalid"),
        (
          try issuer.token(header: ["kid": "curve"]),
          "the token is signed with a key that the issuer does not have"
        ),
        (try issuer.token(algorithm: "none"), "the token is signed by an algorithm that is not accepted"),
        (try issuer.token(algorithm: "HS256"), "the token is signed by an algorithm that is not accepted"),
        (
          "\(parts[0]).\(try issuer.token(["sub": "eve"]).split(separator: ".")[1]).\(parts[2])",
          "the signature is invalid"
        ),
      ]
      for (token, reason) in tokens {
        let answer = try get("/mine", token, host)
        #expect(answer.status == 401, "\(reason)")
        #expect(answer.json == ["message": "Unauthorized"])
        #expect(
          answer.header("www-authenticate")
            == #"Bearer scope="" error="invalid_token" error_description="\#(reason)""#)
      }
      #expect(try get("/mine", good, host).status == 200)
      #expect(try host.state(of: "Probe")["invocations"] == 1)
    }
  }

  @Test("A token without the scope of the route is forbidden there and good elsewhere")
  func scopes() throws {
    try withIssuer { issuer, host in
      for claims: JSONObject in [[:], ["scope": "read writer"], ["scp": ["read"]]] {
        let token = try issuer.token(claims)
        let answer = try get("/write", token, host)
        #expect(answer.status == 403)
        #expect(answer.json == ["message": "Forbidden"])
        #expect(
          answer.header("www-authenticate")
            == #"Bearer scope="write all" error="insufficient_scope" "#
            + #"error_description="the token has none of the scopes of the route""#)
        #expect(try get("/mine", token, host).status == 200)
      }
      #expect(try get("/write", try issuer.token(["scp": ["all"]]), host).status == 200)
    }
  }

  @Test("An unknown key does not make the keys be read again and again")
  func unknownKeys() throws {
    try withIssuer { issuer, host in
      #expect(try get("/mine", try issuer.token(), host).status == 200)
      try issuer.publishNewKey()
      for _ in 0..<5 { #expect(try get("/mine", try issuer.token(key: "new"), host).status == 401) }
      #expect(try issuer.reads() == 1)
      #expect(try get("/mine", try issuer.token(), host).status == 200)
    }
  }

  @Test("While the issuer cannot be reached nobody is let in, and the host's log says so")
  func unreachable() throws {
    try TokenIssuer.with { issuer in
      let nowhere = "http://127.0.0.1:\(try freePort())"
      let template = Self.template(issuer).replacing(issuer.url, with: nowhere)
      try RunningHost.with(template) { host in
        let answer = try get("/mine", try issuer.token(["iss": .string(nowhere)]), host)
        #expect(answer.status == 401)
        _ = try wait(for: "a line in the log", upTo: .seconds(10)) {
          try TextFile.read(host.directory + "/logs/clientnest.jsonl").contains("host.issuerUnavailable")
            ? true : nil
        }
      }
    }
  }

  @Test("A wrong authorizer in the template is told with all that is wrong with it")
  func template() throws {
    let template = """
      Resources:
        Api:
          Type: AWS::Serverless::HttpApi
          Properties:
            Auth:
              Authorizers:
                Wrong:
                  IdentitySource: $context.identity
                  JwtConfiguration: {issuer: "http://issuer.example"}
        Probe:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: Tests/ProbeFunction
            Events:
              Open: {Type: HttpApi, Properties: {Method: get, Path: /open, Auth: {AuthorizationScopes: [all]}}}
      """
    do {
      try RunningHost.with(template) { _ in Issue.record("the template was taken") }
    } catch {
      for problem in [
        "issuer must be an https address", "audience is missing", "IdentitySource must be",
        "GET /open: AuthorizationScopes needs an authorizer with a JwtConfiguration",
      ] {
        #expect("\(error)".contains(problem), "\(error)")
      }
    }
  }
}
