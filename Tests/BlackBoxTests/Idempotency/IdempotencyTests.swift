internal import Core
internal import Harness
internal import Identity
internal import Testing

/// Each case differs from a repetition in one thing, and only that stands in its way.
@Suite("A key is of one person, in one organization, for one request", .bundle, .serialized)
struct IdempotencyTests {
  let ana: Customer
  private let account: String

  init() throws {
    ana = try Customer(try bundle())
    account = try ana.connect("x", as: "idempotency_x")
  }

  private func named(_ name: String) -> JSON { ["name": .string(name)] }

  private func workspaces(_ client: Client) throws -> [String] {
    (try client.get("/v1/workspaces").json["data"]?.array ?? []).compactMap { $0["name"]?.string }
  }

  func draft(_ text: String) -> JSON {
    [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)],
      "content": ["text": .string(text)],
    ]
  }

  // MARK: Whose

  @Test("The same key of a colleague, and of somebody in another organization, is another key")
  func actors() throws {
    let eva = try Colleague(of: ana.client, as: "admin", in: try bundle())
    let ben = try Customer(try bundle(), called: "ben")
    let first = Repeater(ana.client)
    let answers = try [ana.client, eva.client, ben.client].map {
      try first.by($0).post("/v1/workspaces", named("Same"))
    }
    for answer in answers { #expect(answer.status == 201 && !answer.isReplayed, "\(answer.text)") }
    #expect(Set(answers.compactMap(\.id)).count == 3)
    #expect(try workspaces(ana.client).filter { $0 == "Same" }.count == 2)
  }

  @Test("The same key of a person in two organizations is two keys")
  func organizations() throws {
    let repeater = Repeater(ana.client)
    let first = try repeater.post("/v1/workspaces", named("Here"))
    let made = try ana.client.post("/v1/organizations", ["name": "Second", "time_zone": "UTC"])
    let other = try #require(made.json["organization"]?["id"] ?? made.json["id"])
    let switched = try ana.client.post("/v1/me/organization", ["organization_id": other])
    let client = Client(try bundle().url)
    client.accessToken = try #require(switched.json["access_token"]?.string, "\(switched.text)")
    let second = try repeater.by(client).post("/v1/workspaces", named("Here"))
    #expect(first.status == 201 && second.status == 201 && !second.isReplayed && first.id != second.id)
  }

  @Test("What a person did is not repeated to their program, nor by it")
  func keys() throws {
    let program = try APIKeyHolder([.writeOwn], by: ana.client, in: try bundle())
    let repeater = Repeater(ana.client)
    #expect(try repeater.post("/v1/posts", draft("By me")).status == 201)
    let answer = try repeater.by(program.client).post("/v1/posts", draft("By me"))
    #expect(answer.status == 422 && answer.code == "idempotency_key_reused", "\(answer.text)")
  }

  @Test("In another session of the person it is the same key")
  func sessions() throws {
    let repeater = Repeater(ana.client)
    let first = try repeater.post("/v1/workspaces", named("Once"))
    let phone = Client(try bundle().url)
    try Colleague.logIn(phone, ana.email, ana.password)
    let second = try repeater.by(phone).post("/v1/workspaces", named("Once"))
    #expect(second.isReplayed && second.text == first.text && second.status == 201)
    #expect(try workspaces(ana.client).filter { $0 == "Once" }.count == 1)
  }

  // MARK: Which request

  @Test("Under the same key another body, another path and another method are refused, and do nothing")
  func requests() throws {
    let repeater = Repeater(ana.client)
    let made = try repeater.post("/v1/workspaces", named("First"))
    let path = "/v1/workspaces/\(try #require(made.id))"
    let other = try #require(try ana.client.post("/v1/workspaces", named("Other")).id)
    let patched = Repeater(ana.client)
    #expect(try patched.send("PATCH", path, named("Renamed")).status == 200)
    for refused in try [
      repeater.post("/v1/workspaces", named("Second")),
      // By its meaning it is the same; bytes are compared.
      repeater.post("/v1/workspaces", ["name": "First", "time_zone": .null]),
      repeater.send("PATCH", path, named("First")),
      patched.send("PATCH", "/v1/workspaces/\(other)", named("Renamed")),
      repeater.send("DELETE", "/v1/posts/\(other)"),
    ] {
      #expect(refused.status == 422 && refused.code == "idempotency_key_reused", "\(refused.text)")
      #expect(!refused.isReplayed)
    }
    let names = try workspaces(ana.client)
    #expect(names.contains("Renamed") && names.contains("Other") && !names.contains("Second"))
  }

  @Test("However a path is written, it is the same request")
  func spelling() throws {
    let made = try ana.client.post("/v1/posts", draft("Spelt"))
    let id = try #require(made.id)
    let repeater = Repeater(ana.client)
    let change: JSON = ["content": ["text": "Spelt twice"]]
    let first = try repeater.send("PATCH", "/v1/posts/\(id)", change, ["If-Match": "*"])
    let second = try repeater.send("PATCH", "/%76%31/%70osts/\(id)", change, ["If-Match": "*"])
    #expect(first.status == 200 && second.status == 200 && second.isReplayed && second.text == first.text)
  }

  // MARK: What is kept

  @Test("A repetition has status, body and header fields of the first, and no body where that had none")
  func headers() throws {
    let made = Repeater(ana.client)
    let first = try made.post("/v1/posts", draft("Tagged"))
    let again = try made.post("/v1/posts", draft("Tagged"))
    let path = "/v1/posts/\(try #require(first.id))"
    #expect(first.status == 201 && first.header("etag") == "\"1\"" && first.header("location") == path)
    for name in ["etag", "location", "content-type"] {
      #expect(again.header(name) == first.header(name), "\(name)")
      #expect(again.headers.filter { $0.name == name }.count == 1, "\(name)")
    }
    #expect(again.isReplayed && !first.isReplayed && again.text == first.text)
    let changed = Repeater(ana.client)
    let change: JSON = ["content": ["text": "Changed"]]
    let tag = ["If-Match": try #require(again.header("etag"))]
    #expect(try changed.send("PATCH", path, change, tag).header("etag") == "\"2\"")
    // The version is another by now: nothing but the key lets it through.
    let repeated = try changed.send("PATCH", path, change, tag)
    #expect(repeated.status == 200 && repeated.isReplayed && repeated.header("etag") == "\"2\"")
    let deleted = Repeater(ana.client)
    for isReplayed in [false, true] {
      let answer = try deleted.send("DELETE", path)
      #expect(answer.status == 204 && answer.isReplayed == isReplayed && answer.text.isEmpty)
      #expect(answer.header("content-type") == nil)
    }
  }

  @Test("An answer that an earlier version kept without header fields is repeated as JSON")
  func earlier() throws {
    let repeater = Repeater(ana.client)
    let first = try repeater.post("/v1/posts", draft("Earlier"))
    #expect(
      try bundle().sql("update idempotency_key set headers = null where key = '\(repeater.key)' returning 1")
        == "1")
    let again = try repeater.post("/v1/posts", draft("Earlier"))
    #expect(again.isReplayed && again.status == 201 && again.text == first.text)
    #expect(again.header("content-type") == "application/json" && again.header("etag") == nil)
  }

  // MARK: Refusals and failures

  @Test("A refused request keeps no key: corrected, it goes through under the same one")
  func refusals() throws {
    let repeater = Repeater(ana.client)
    #expect(try repeater.post("/v1/workspaces", ["name": ""]).status == 422)
    #expect(try repeater.send("DELETE", "/v1/posts/\(UUID.v7())").status == 404)
    let right = try repeater.post("/v1/workspaces", named("Right"))
    #expect(right.status == 201 && !right.isReplayed)
  }

  @Test("Neither does one that failed: a repetition does what the first did not")
  func failures() throws {
    let trigger = """
      create function fail_workspace() returns trigger language plpgsql as
        'begin if new.name = ''Broken'' then raise exception ''broken''; end if; return new; end';
      create trigger fail after insert on workspace for each row execute function fail_workspace()
      """
    _ = try bundle().sql(trigger)
    let repeater = Repeater(ana.client)
    let failed = Result { try repeater.post("/v1/workspaces", named("Broken")) }
    _ = try bundle().sql("drop trigger fail on workspace; drop function fail_workspace()")
    #expect(try failed.get().status == 500)
    #expect(try !workspaces(ana.client).contains("Broken"))
    let repeated = try repeater.post("/v1/workspaces", named("Broken"))
    #expect(repeated.status == 201 && !repeated.isReplayed, "\(repeated.text)")
    #expect(try repeater.post("/v1/workspaces", named("Broken")).isReplayed)
  }

  // MARK: Time

  @Test("A key is kept for seven days, and is a new one afterwards")
  func expiry() throws {
    let repeater = Repeater(ana.client)
    func age(_ days: String) throws {
      let change = "set created_at = clock_timestamp() - interval '\(days)'"
      #expect(
        try bundle().sql("update idempotency_key \(change) where key = '\(repeater.key)' returning 1") == "1")
      #expect(try bundle().invoke("PruneExpired").isDone)
    }
    #expect(try repeater.post("/v1/workspaces", named("Old")).status == 201)
    try age("6 days 23 hours 55 minutes")
    #expect(try repeater.post("/v1/workspaces", named("Old")).isReplayed)
    try age("7 days 5 minutes")
    let new = try repeater.post("/v1/workspaces", named("New"))
    #expect(new.status == 201 && !new.isReplayed)
    #expect(Set(try workspaces(ana.client)).isSuperset(of: ["Old", "New"]))
  }

  @Test("Fifty at once do it once, and all get the answer of the one that did")
  func crowd() throws {
    let (url, token) = (try bundle().url, ana.client.accessToken)
    let key = UUID.v7().description
    let errands = (0..<50).map { _ in Errand { try Outcome(of: "Crowd", under: key, at: url, token) } }
    let answers = try errands.map { try $0.value() }
    #expect(answers.count == 50 && answers.allSatisfy { $0.status == 201 })
    #expect(Set(answers.map(\.text)).count == 1)
    #expect(answers.filter { !$0.isReplayed }.count == 1)
    #expect(try workspaces(ana.client).filter { $0 == "Crowd" }.count == 1)
  }

  /// The first is held in its transaction by a lock on what it writes to.
  @Test(
    "While the first is under way a repetition waits for it, and another request under the key is refused then"
  )
  func underWay() throws {
    let (url, token) = (try bundle().url, ana.client.accessToken)
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    let key = UUID.v7().description
    let lock = try bundle().holdLock("select from organization where id = '\(organization)' for update")
    func begin(_ name: String) -> Errand<Outcome> {
      Errand { try Outcome(of: name, under: key, at: url, token) }
    }
    let first = begin("Held")
    func waiting() throws -> Int {
      Int(
        try bundle().sql(
          "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%idempotency_key%'"
            + " or wait_event_type = 'Lock' and query like '%insert into workspace%'")) ?? 0
    }
    _ = try wait(for: "the first to be held", upTo: .seconds(20)) { try waiting() >= 1 ? true : nil }
    let (same, other) = (begin("Held"), begin("Another"))
    _ = try wait(for: "the others to wait for it", upTo: .seconds(20)) { try waiting() >= 3 ? true : nil }
    try lock.release()
    let (done, repeated, refused) = (try first.value(), try same.value(), try other.value())
    #expect(done.status == 201 && !done.isReplayed)
    #expect(repeated.isReplayed && repeated.text == done.text)
    #expect(refused.status == 422 && refused.code == "idempotency_key_reused")
    #expect(try workspaces(ana.client).filter { ["Held", "Another"].contains($0) } == ["Held"])
  }
}
