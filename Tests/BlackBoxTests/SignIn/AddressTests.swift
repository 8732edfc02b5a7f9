internal import Core
internal import Harness
internal import Testing

@Suite("Addresses are one when they differ in the case of A to Z, and else are two", .bundle)
struct AddressTests {
  private func logIn(_ email: String, _ password: String) throws -> Client.Answer {
    try Client(try bundle().url).post(
      "/v1/auth/login", ["email": .string(email), "password": .string(password)])
  }

  /// Letters that Unicode's lower case, or its compatible forms, make the one that Kate's address has.
  private static let lookalikes = [
    ("k", "\u{212A}"), ("k", "\u{FF4B}"), ("k", "\u{FF2B}"), ("s", "\u{17F}"), ("i", "\u{130}"),
    ("i", "\u{131}"), ("e", "\u{435}"), (".", "\u{3002}"), ("@", "@\u{200B}"),
  ]

  @Test("A provider's word for a look-alike opens nothing of hers", arguments: lookalikes)
  func provider(_ letter: String, _ other: String) throws {
    let kate = try Customer(try bundle(), called: "kateskit")
    let strange = kate.email.replacing(letter, with: other, maxReplacements: 1)
    #expect(Array(strange.utf8) != Array(kate.email.utf8))
    let answer = try Browser("google", in: try bundle()).signIn(strange)
    if answer.status == 200 {
      let stranger = Client(try bundle().url)
      stranger.accessToken = answer.json["access_token"]?.string
      let me = try stranger.get("/v1/me").json
      #expect(me["user"]?["id"] != kate.registration["user"]?["id"])
      #expect(me["memberships"]?.array?.isEmpty == true)
      let email = try #require(me["user"]?["email"]?.string)
      #expect(Array(email.utf8) == Array(strange.utf8))
    } else {
      #expect(answer.status == 403 && answer.json["code"] == "email_not_verified", "\(answer.text)")
    }
    #expect(try kate.client.get("/v1/me/sign-ins").json["data"]?.array?.isEmpty == true)
    #expect(try logIn(strange, kate.password).status != 200)
  }

  @Test("The case of A to Z makes no other person: at the log-in, at a provider, at a reset")
  func caseOfASCII() throws {
    let kate = try Customer(try bundle())
    let shouted = kate.email.uppercased()
    #expect(try logIn(shouted, kate.password).status == 200)
    let answer = try Browser("google", in: try bundle()).signIn(shouted)
    let client = Client(try bundle().url)
    client.accessToken = answer.json["access_token"]?.string
    #expect(try client.get("/v1/me").json["user"]?["id"] == kate.registration["user"]?["id"])
    #expect(try client.post("/v1/auth/password-reset", ["email": .string(shouted)]).status == 202)
    _ = try bundle().mailedLink(to: kate.email, "A new password")
  }

  @Test("An address beyond ASCII is its own, byte for byte")
  func beyondASCII() throws {
    let name = "\(UUID.v7())"
    for (local, other) in [("J\u{D6}RG", "j\u{F6}rg"), ("jo\u{308}", "j\u{F6}")] {
      let email = "\(local)-\(name)@example.com"
      let client = Client(try bundle().url)
      let body: JSON = [
        "email": .string(email), "password": "correct horse", "name": "J", "organization": "J",
      ]
      #expect(try client.post("/v1/auth/register", body).status == 202)
      let folded = email.replacing("J", with: "j").replacing("R", with: "r").replacing("G", with: "g")
      let link = try bundle().mailedLink(to: folded, "Is this your address?")
      #expect(try Client("").post(link, ["password": "correct horse"]).status == 200)
      #expect(try logIn(email, "correct horse").status == 200)
      #expect(try logIn("\(other)-\(name)@example.com", "correct horse").status == 401)
    }
  }

  @Test(
    "What is invisible, breaks a line or is blank is in no address",
    arguments: [
      "a\u{A0}b", "a\u{200B}b", "a\u{2028}b", "a\u{202E}b", "a\nb", "a\u{85}b", "a\u{FEFF}b", "a\u{3000}b",
      "a\u{1}b",
    ])
  func invisible(_ local: String) throws {
    let ana = try Customer(try bundle())
    let email = JSON.string("\(local)-\(UUID.v7())@example.com")
    let requests: [(String, JSON)] = [
      (
        "/v1/auth/register",
        ["email": email, "password": "correct horse", "name": "A", "organization": "B"]
      ),
      ("/v1/auth/password-reset", ["email": email]),
      ("/v1/invitations", ["email": email, "role": "viewer"]),
      ("/v1/me/email", ["email": email, "password": .string(ana.password)]),
    ]
    for (path, body) in requests {
      #expect(try ana.client.post(path, body).fieldErrors["/email"] == "invalid_email", "\(path)")
    }
  }
}
