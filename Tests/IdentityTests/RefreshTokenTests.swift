internal import Core
internal import Cryptography
internal import Identity
internal import Testing

@Suite("A refresh token proves that we made it") struct RefreshTokenTests {
  private let key = SecureRandom.bytes(32)

  @Test("It is read back with its session and number", arguments: [0, 1, 255, 65_536, 2_147_483_647])
  func roundTrip(_ counter: Int) throws {
    let session = UUID.v7()
    let token = try #require(RefreshToken(RefreshToken(session: session, counter: counter, key: key).text))
    #expect(token.session == session)
    #expect(token.counter == counter)
    #expect(token.isGenuine(key: key))
    #expect(!token.isGenuine(key: SecureRandom.bytes(32)))
  }

  @Test("A change of any bit makes it foreign")
  func forged() throws {
    let text = RefreshToken(session: .v7(), counter: 3, key: key).text
    let bytes = try #require(Base64.urlDecode(text.dropFirst(4)))
    for position in bytes.indices {
      for bit in 0..<8 {
        var altered = bytes
        altered[position] ^= 1 << UInt8(bit)
        let token = try #require(RefreshToken("cnr_" + Base64.urlEncode(altered)))
        #expect(!token.isGenuine(key: key))
      }
    }
  }

  @Test(
    "Nonsense is no token",
    arguments: [
      "", "cnr_", "cnr_AAAA", "abc_" + String(repeating: "A", count: 48),
      "cnr_" + String(repeating: "*", count: 48),
    ])
  func nonsense(_ text: String) {
    #expect(RefreshToken(text) == nil)
  }
}

@Suite("A registration is checked as a whole") struct RegistrationTests {
  private static let good: JSONObject = [
    "email": "ana@example.com", "password": "correct horse", "name": "Ana", "organization": "Cafe",
  ]

  private func complaints(_ changes: JSONObject) -> [String] {
    var body = Self.good
    for (name, value) in changes.members { body[name] = value }
    do throws(Problem) {
      _ = try Registration(.object(body))
      return []
    } catch {
      return error.errors.map { "\($0.pointer) \($0.code)" }
    }
  }

  @Test(
    "Nothing is said about one that is right",
    arguments: ["ana@example.com", "ANA+x@mail.Example.co.uk", "a@b.de", "ü@exämple.com"])
  func right(_ email: String) throws {
    #expect(complaints(["email": .string(email)]).isEmpty)
  }

  @Test("The address is kept in lower case, the time zone is UTC unless given")
  func values() throws {
    let registration = try Registration(.object(Self.good))
    #expect(registration.timeZone == "UTC")
    var body = Self.good
    body["email"] = "ANA@Example.com"
    body["time_zone"] = "Europe/Berlin"
    #expect(try Registration(.object(body)).email == "ana@example.com")
    #expect(try Registration(.object(body)).timeZone == "Europe/Berlin")
  }

  @Test(
    "An address that cannot be one is refused",
    arguments: [
      "ana", "ana@", "@example.com", "ana@example", "a na@example.com", "ana@exa mple.com", "a@b@c.com",
      "ana@.com", "ana@com.",
    ])
  func emails(_ email: String) {
    #expect(complaints(["email": .string(email)]) == ["/email invalid_email"])
  }

  @Test(
    "A field is checked",
    arguments: [
      (["password": "1234567"], "/password too_short"), (["password": .null], "/password required"),
      (["password": 12_345_678], "/password wrong_type"),
      (["password": .string(String(repeating: "x", count: 1001))], "/password too_long"),
      (["name": ""], "/name too_short"),
      (["name": .string(String(repeating: "x", count: 201))], "/name too_long"),
      (["organization": "a\u{0}"], "/organization invalid_character"),
      (["time_zone": 5], "/time_zone wrong_type"), (["role": "owner"], "/role unknown_field"),
      (["email": .string(String(repeating: "x", count: 250) + "@a.io")], "/email too_long"),
    ] as [(JSONObject, String)])
  func fields(_ changes: JSONObject, _ complaint: String) {
    #expect(complaints(changes) == [complaint])
  }

  @Test(
    "A long password and one of many scripts are taken whole",
    arguments: [String(repeating: "p", count: 1000), "пароль🔑пароль"])
  func passwords(_ password: String) throws {
    #expect(complaints(["password": .string(password)]).isEmpty)
  }
}
