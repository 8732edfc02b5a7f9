internal import Core
internal import Harness
internal import Testing

@Suite("Bad input gets a clear answer", .bundle) struct BadInputTests {
  @Test("Every field that is wrong is named in one answer")
  func everyField() throws {
    let ana = try Customer(try bundle())
    let answer = try ana.client.post(
      "/v1/posts",
      [
        "workspace_id": "nonsense", "content": ["text": 7, "media": [["url": "ftp://x"]], "link": "no"],
        "account_ids": ["1", 2], "scheduled_at": "tomorrow", "colour": "red",
        "variants": ["3": ["text": "x"]],
      ])
    #expect(answer.status == 422)
    #expect(answer.header("content-type") == "application/problem+json")
    #expect(answer.json["code"]?.string == "invalid_request")
    let expected = [
      "/workspace_id": "wrong_type", "/content/text": "wrong_type", "/content/media/0/url": "invalid_url",
      "/content/link": "invalid_url", "/account_ids/0": "wrong_type", "/account_ids/1": "wrong_type",
      "/scheduled_at": "wrong_type", "/colour": "unknown_field", "/variants/3": "wrong_type",
    ]
    #expect(answer.fieldErrors == expected)
  }

  @Test("What a platform would refuse is refused at composing, with a pointer")
  func preflight() throws {
    let ana = try Customer(try bundle())
    let x = try ana.connect("x", as: "limits_x")
    let instagram = try ana.connect("instagram", as: "limits_ig")
    let long = String(repeating: "a", count: 281)
    let answer = try ana.compose(long, on: [x, instagram])
    #expect(answer.status == 422)
    #expect(answer.fieldErrors == ["/content/text": "too_long", "/content/media": "media_required"])
    #expect(try ana.compose(String(long.dropLast()), on: [x]).status == 201)
    let variants = JSONObject([(name: x, value: ["text": JSON.string(long)] as JSON)])
    let inVariant = try ana.compose("short", on: [x], ["variants": .object(variants)])
    #expect(inVariant.fieldErrors == ["/variants/\(x)/text": "too_long"])
  }

  @Test("Times that are over, unknown accounts and accounts of another workspace are refused")
  func references() throws {
    let ana = try Customer(try bundle())
    let eve = try Customer(try bundle())
    let own = try ana.connect("x", as: "own_x")
    let foreign = try eve.connect("x", as: "foreign_x")
    let past = try ana.compose("x", on: [own], ["scheduled_at": "2020-01-01T00:00:00Z"])
    #expect(past.fieldErrors == ["/scheduled_at": "past"])
    let unknown = try ana.compose("x", on: [own, foreign, UUID.v7().description])
    #expect(
      unknown.fieldErrors == ["/account_ids/1": "unknown_account", "/account_ids/2": "unknown_account"])
    let workspace = try ana.compose("x", on: [own], ["workspace_id": .string(eve.workspace)])
    #expect(workspace.status == 422)
  }

  @Test(
    "Bodies that are no JSON get 400, wrong types 415, large ones 413",
    arguments: [
      ("{", "application/json", 400, "malformed_json"), ("", "application/json", 400, "malformed_json"),
      ("{\"a\":1,}", "application/json", 400, "malformed_json"),
      ("\u{FEFF}{}", "application/json", 400, "malformed_json"),
      ("a=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
      ("[]", "application/json", 422, "invalid_request"),
      ("null", "application/json", 422, "invalid_request"),
    ])
  func bodies(_ body: String, _ type: String, _ status: Int, _ code: String) throws {
    let ana = try Customer(try bundle())
    let answer = try ana.client.call("POST", "/v1/posts", Array(body.utf8), headers: ["Content-Type": type])
    #expect(answer.status == status)
    #expect(answer.json["code"]?.string == code)
  }

  @Test("A body over the limit is refused whole")
  func largeBody() throws {
    let ana = try Customer(try bundle())
    let text = String(repeating: "a", count: 2 << 20)
    let answer = try ana.client.post("/v1/posts", ["content": ["text": .string(text)]])
    #expect(answer.status == 413)
  }

  @Test(
    "Without a good token nothing is told",
    arguments: ["", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer a.b.c"])
  func tokens(_ header: String) throws {
    let client = Client(try bundle().url)
    let answer = try client.call("GET", "/v1/me", headers: header.isEmpty ? [:] : ["Authorization": header])
    #expect(answer.status == 401)
    #expect(answer.json["code"]?.string == "invalid_token")
  }

  @Test("Another organization's things do not exist")
  func isolation() throws {
    let ana = try Customer(try bundle())
    let eve = try Customer(try bundle())
    let account = try ana.connect("x", as: "secret_x")
    let post = try ana.compose("Secret", on: [account]).json
    let id = try #require(post["id"]?.string)
    let delivery = try #require(post["deliveries"]?[0]?["id"]?.string)
    #expect(try eve.client.get("/v1/posts/\(id)").status == 404)
    #expect(try eve.client.patch("/v1/posts/\(id)", [:], version: 1).status == 404)
    #expect(try eve.client.delete("/v1/posts/\(id)").status == 404)
    for action in ["publish", "cancel"] {
      #expect(try eve.client.post("/v1/posts/\(id)/\(action)").status == 404)
    }
    #expect(try eve.client.post("/v1/posts/\(id)/schedule", ["at": "2099-01-01T00:00:00Z"]).status == 404)
    #expect(try eve.client.post("/v1/deliveries/\(delivery)/retry").status == 404)
    #expect(try eve.client.post("/v1/deliveries/\(delivery)/resolve", ["outcome": "failed"]).status == 404)
    #expect(try eve.client.get("/v1/posts?workspace_id=\(ana.workspace)").json["data"] == [])
    #expect(try eve.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"] == [])
    #expect(try eve.client.get("/v1/comments?workspace_id=\(ana.workspace)").json["data"] == [])
    let begun = try eve.client.post("/v1/accounts/connect/x", ["workspace_id": .string(ana.workspace)])
    #expect(begun.fieldErrors == ["/workspace_id": "unknown_workspace"])
  }

  /// Bodies with the complaints they get.
  private static let registrations: [(JSON, [String: String])] = [
    (
      ["email": "no", "password": "short", "name": "", "organization": 5],
      ["/email": "too_short", "/password": "too_short", "/name": "too_short", "/organization": "wrong_type"]
    ),
    ([:], ["/email": "required", "/password": "required", "/name": "required", "/organization": "required"]),
    (
      ["email": "ana@example", "password": "long enough", "name": "A", "organization": "B"],
      ["/email": "invalid_email"]
    ),
    (
      [
        "email": "zoe@example.com", "password": "long enough", "name": "A", "organization": "B",
        "time_zone": "Mars/Base",
      ], ["/time_zone": "unknown_time_zone"]
    ),
    (
      ["email": "nul@example.com", "password": "long enough", "name": "A\u{0}", "organization": "B"],
      ["/name": "invalid_character"]
    ),
  ]

  @Test("Registration names every field that is wrong", arguments: registrations)
  func registration(_ body: JSON, _ errors: [String: String]) throws {
    let answer = try Client(try bundle().url).post("/v1/auth/register", body)
    #expect(answer.status == 422)
    #expect(answer.fieldErrors == errors)
  }

  @Test("Unknown routes, ids and parameters get 4xx, never 500")
  func routes() throws {
    let ana = try Customer(try bundle())
    #expect(try ana.client.get("/v1/nothing").status == 404)
    #expect(try ana.client.get("/v1/posts/not-an-id").status == 404)
    #expect(try ana.client.get("/v1/posts/\(UUID.v7())").status == 404)
    let list = try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)&limit=0&cursor=%21")
    #expect(list.fieldErrors == ["limit": "out_of_range", "cursor": "invalid_cursor"])
    #expect(try ana.client.get("/v1/posts").fieldErrors == ["workspace_id": "required"])
    let states = try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)&state=odd")
    #expect(states.fieldErrors == ["state": "unknown_value"])
    #expect(
      try ana.client.post("/v1/accounts/connect/myspace", ["workspace_id": .string(ana.workspace)]).status
        == 404)
    #expect(try ana.client.get("/v1/accounts/callback/x?state=forged&code=1").status == 400)
  }
}
