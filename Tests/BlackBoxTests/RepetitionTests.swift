internal import Core
internal import Harness
internal import Testing

@Suite("Repeating a request does nothing twice", .bundle) struct RepetitionTests {
  @Test("The same Idempotency-Key gives the same post; another body under it is refused")
  func posts() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "again_x")
    let key = ["Idempotency-Key": UUID.v7().description]
    let body: JSON = [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)], "content": ["text": "Once"],
    ]
    let first = try ana.client.post("/v1/posts", body, headers: key)
    let second = try ana.client.post("/v1/posts", body, headers: key)
    #expect(first.status == 201 && second.status == 201)
    #expect(first.text == second.text)
    #expect(second.header("idempotent-replayed") == "true")
    let count = try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)").json["data"]?.array?.count
    #expect(count == 1)
    let other = try ana.client.post("/v1/posts", ["content": ["text": "Other"]], headers: key)
    #expect(other.status == 422)
    #expect(other.json["code"]?.string == "idempotency_key_reused")
  }

  @Test("A registration that is repeated under its key sends one message")
  func registration() throws {
    let client = Client(try bundle().url)
    let email = "\(UUID.v7())@example.com"
    let body: JSON = [
      "email": .string(email), "password": "correct horse", "name": "A", "organization": "B",
    ]
    let key = ["Idempotency-Key": UUID.v7().description]
    for _ in 0..<2 {
      #expect(try client.post("/v1/auth/register", body, headers: key).status == 202)
    }
    _ = try bundle().mailedLink(to: email, "Is this your address?")
    #expect(try bundle().sql("select count(*) from registration where email = '\(email)'") == "1")
    let other = try client.post(
      "/v1/auth/register", body, headers: ["Idempotency-Key": UUID.v7().description])
    #expect(other.status == 202)
    // Messages are taken in their order: when the second is there, no other came between.
    _ = try bundle().mailedLink(to: email, "Is this your address?", after: 1)
    #expect(try bundle().mail(to: email).count == 2)
  }

  @Test("A refresh token works once; an old one ends the session")
  func refresh() throws {
    let ana = try Customer(try bundle())
    let tokens = try (0..<3).reduce(into: [try #require(ana.registration["refresh_token"]?.string)]) {
      tokens, _ in
      let answer = try ana.client.post(
        "/v1/auth/refresh", ["refresh_token": .string(tokens[tokens.count - 1])])
      #expect(answer.status == 200)
      tokens.append(try #require(answer.json["refresh_token"]?.string))
    }
    let stolen = try ana.client.post("/v1/auth/refresh", ["refresh_token": .string(tokens[0])])
    #expect(stolen.status == 401)
    let newest = try ana.client.post("/v1/auth/refresh", ["refresh_token": .string(tokens[3])])
    #expect(newest.status == 401)
  }

  @Test("A consent that comes back twice connects once")
  func consent() throws {
    let ana = try Customer(try bundle())
    let begun = try ana.client.post("/v1/accounts/connect/x", ["workspace_id": .string(ana.workspace)])
    let address = try #require(begun.json["authorize_url"]?.string)
    let consent = try ana.client.submit([("username", "twice_x"), ("decision", "approve")], to: address)
    let location = try #require(consent.header("location"))
    let cookie = ["Cookie": try #require(begun.cookie)]
    #expect(try ana.client.call("GET", location, headers: cookie).status == 200)
    let second = try ana.client.call("GET", location, headers: cookie)
    #expect(second.status == 400)
    #expect(second.json["code"]?.string == "stale_connection")
    let denied = try ana.client.submit([("decision", "deny")], to: address)
    #expect(try ana.client.get(try #require(denied.header("location"))).status == 400)
    let accounts = try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"]?.array
    #expect(accounts?.count == 1)
  }
}
