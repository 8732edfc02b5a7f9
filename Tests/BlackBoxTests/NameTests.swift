internal import Core
internal import Description
internal import Harness
internal import Testing

/// What people type about themselves and their things: names, addresses, time zones.
@Suite("Names are one line, addresses take mail, and time zones are those of IANA", .bundle) struct NameTests
{
  /// A route that takes a name, the member that holds it, and what is given besides.
  private struct Place {
    let operation: String
    let method: String
    let path: String
    let member: String
    let others: JSONObject
  }

  private func places(_ ana: Customer) throws -> [Place] {
    let link = try Colleague.invite(
      "eva-\(UUID.v7())@example.com", as: "viewer", by: ana.client, in: try bundle())
    let registration: JSONObject = [
      "email": "zoe@example.com", "password": "correct horse", "name": "Zoe", "organization": "Bar",
    ]
    let upload: JSONObject = [
      "workspace_id": .string(ana.workspace), "content_type": "image/png", "bytes": 100,
    ]
    let own = "/v1/workspaces/\(ana.workspace)"
    return [
      Place(
        operation: "RegisterUser", method: "POST", path: "/v1/auth/register", member: "name",
        others: registration),
      Place(
        operation: "RegisterUser", method: "POST", path: "/v1/auth/register", member: "organization",
        others: registration),
      Place(
        operation: "UseLink", method: "POST", path: link, member: "name",
        others: ["password": "correct horse"]),
      Place(
        operation: "CreateOrganization", method: "POST", path: "/v1/organizations", member: "name",
        others: [:]),
      Place(
        operation: "UpdateOrganization", method: "PATCH", path: "/v1/organization", member: "name",
        others: [:]),
      Place(
        operation: "CreateWorkspace", method: "POST", path: "/v1/workspaces", member: "name", others: [:]),
      Place(operation: "UpdateWorkspace", method: "PATCH", path: own, member: "name", others: [:]),
      Place(
        operation: "CreateAPIKey", method: "POST", path: "/v1/api-keys", member: "name",
        others: ["scopes": ["read"]]),
      Place(
        operation: "AddSecondFactor", method: "POST", path: "/v1/me/mfa/totp", member: "name", others: [:]),
      Place(
        operation: "CreateUpload", method: "POST", path: "/v1/media", member: "file_name", others: upload),
    ]
  }

  @Test("Every name that is taken anywhere")
  func names() throws {
    let ana = try Customer(try bundle())
    let places = try places(ana)
    #expect(Set(places.map { "\($0.operation) \($0.member)" }) == (try Self.described()))
    let bad = [
      ("A\nB", "invalid_character"), ("A\u{85}B", "invalid_character"), ("A\u{2028}B", "invalid_character"),
      ("A\u{202E}B", "invalid_character"), ("\u{3164} \u{200B}", "required"),
    ]
    for place in places {
      for (name, code) in bad {
        var body = place.others
        body[place.member] = .string(name)
        let answer = try ana.client.call(place.method, place.path, JSON.object(body).encoded())
        #expect(
          answer.status == 422 && answer.fieldErrors == ["/\(place.member)": code],
          "\(place.operation): \(answer.text)")
      }
    }
    #expect(try ana.client.get("/v1/workspaces").json["data"]?.array?.map { $0["name"] } == ["Cafe Ana"])
  }

  /// The members of request bodies that the description calls names.
  private static func described() throws -> Set<String> {
    let description = try JSON(parsing: APIDescription().json)
    var found: Set<String> = []
    for path in description["paths"]?.object?.members ?? [] {
      for operation in path.value.object?.members ?? [] {
        var schema = operation.value["requestBody"]?["content"]?["application/json"]?["schema"]
        if let name = schema?["$ref"]?.string?.split(separator: "/").last {
          schema = description["components"]?["schemas"]?[String(name)]
        }
        for member in ["name", "organization", "file_name"] where schema?["properties"]?[member] != nil {
          found.insert("\(operation.value["operationId"]?.string ?? "") \(member)")
        }
      }
    }
    return found
  }

  @Test(
    "An address that no mail can reach is refused wherever one is taken",
    arguments: [
      "ana@example..com", "a,b@example.com", "ana@-a.com", "ana@a-.com", "a b@example.com", "@@a.com",
    ])
  func addresses(_ email: String) throws {
    let ana = try Customer(try bundle())
    let (address, password) = (JSON.string(email), JSON.string(ana.password))
    let requests: [(String, JSON)] = [
      ("/v1/auth/register", ["email": address, "password": password, "name": "A", "organization": "B"]),
      ("/v1/auth/login", ["email": address, "password": password]),
      ("/v1/auth/password-reset", ["email": address]),
      ("/v1/invitations", ["email": address, "role": "viewer"]),
      ("/v1/me/email", ["email": address, "password": password]),
    ]
    for (path, body) in requests {
      let answer = try ana.client.post(path, body)
      #expect(
        answer.status == 422 && answer.fieldErrors == ["/email": "invalid_email"], "\(path): \(answer.text)")
    }
  }

  @Test(
    "Zones that are no names of IANA's are refused wherever one is taken; its older names are kept as given")
  func timeZones() throws {
    let ana = try Customer(try bundle())
    let own = "/v1/workspaces/\(ana.workspace)"
    func set(_ zone: String) throws -> Client.Answer {
      let body: JSON = ["time_zone": .string(zone)]
      return try ana.client.call("PATCH", own, body.encoded())
    }
    let bad = [
      "UTC+8", "UTC-8", "GMT+8", "GMT-3", "EST4EDT", "CET-1CEST", "<+08>-8", "+08:00", "08:00", "PST", "CEST",
      "posix/Europe/Berlin", "right/Europe/Berlin", "localtime", "posixrules", "Factory", "tzdata.zi",
      "zone.tab",
      "../zoneinfo/UTC", "Europe", "Europe/", "/Europe/Berlin", "Europe/Berlin ", "Europe/Atlantis",
      "Etc/GMT+15",
    ]
    for zone in bad {
      let answer = try set(zone)
      #expect(answer.fieldErrors == ["/time_zone": "unknown_time_zone"], "\(zone): \(answer.text)")
    }
    let registration: JSON = [
      "email": "zoe@example.com", "password": "correct horse", "name": "Zoe", "organization": "Bar",
      "time_zone": "UTC+8",
    ]
    for (path, body) in [
      ("/v1/auth/register", registration), ("/v1/organizations", ["name": "X", "time_zone": "UTC+8"]),
      ("/v1/workspaces", ["name": "X", "time_zone": "localtime"]),
    ] as [(String, JSON)] {
      #expect(try ana.client.post(path, body).fieldErrors == ["/time_zone": "unknown_time_zone"], "\(path)")
    }
    for zone in [
      "UTC", "Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "Etc/GMT+8", "GMT",
      "America/Argentina/Buenos_Aires",
      "US/Pacific", "EST5EDT", "Antarctica/Troll", "Europe/Kyiv", "Europe/Kiev",
    ] {
      #expect(try set(zone).json["time_zone"]?.string == zone)
    }
    #expect(try set("europe/BERLIN").json["time_zone"] == "Europe/Berlin")
    #expect(try set("utc").json["time_zone"] == "UTC")
  }

  @Test("A password is the same however its letters are typed, and an old hash of other bytes is made anew")
  func passwords() throws {
    let ana = try Customer(try bundle())
    let (composed, apart) = ("f\u{FC}r Elise \u{E9}t\u{E9}", "fu\u{308}r Elise e\u{301}te\u{301}")
    let body: JSON = ["current_password": .string(ana.password), "new_password": .string(apart)]
    #expect(try ana.client.call("PUT", "/v1/me/password", body.encoded()).status == 200)
    for password in [composed, apart] {
      try Colleague.logIn(Client(try bundle().url), ana.email, password)
    }
    let wrong = try Client(try bundle().url).post(
      "/v1/auth/login", ["email": .string(ana.email), "password": "fur Elise ete"])
    #expect(wrong.status == 401)
  }
}
