internal import Core
internal import Cryptography
internal import OpenID
internal import Testing

@Suite("An ID token is believed only when its provider made it for us, now and for this sign-in")
struct IDTokenTests {
  private static let now = Instant(seconds: 1_795_244_400)
  private static let tenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

  private let key: RSA.PrivateKey
  private let keys: [String: RSA.PublicKey]
  private let google: OpenIDProvider
  private let microsoft: OpenIDProvider

  init() throws {
    key = try RSA.PrivateKey()
    keys = ["k1": try RSA.PublicKey(modulus: key.modulus, exponent: key.exponent)]
    google = try #require(OpenIDProvider.all.first { $0.id == "google" })
    microsoft = try #require(OpenIDProvider.all.first { $0.id == "microsoft" })
  }

  private static let claims: JSONObject = [
    "iss": "https://accounts.google.com", "aud": "client", "sub": "1234", "nonce": "n1",
    "iat": .integer(now.seconds), "exp": .integer(now.seconds + 3600), "email": "Ana@Example.com",
    "email_verified": true, "name": "Ana",
  ]

  /// A token with some members of header and claims replaced; null removes one.
  private func token(header: JSONObject = [:], _ changes: JSONObject = [:], over base: JSONObject = claims)
    throws
    -> String
  {
    func replaced(_ object: JSONObject, _ changes: JSONObject) -> JSON {
      var object = object
      for (name, value) in changes.members { object[name] = value.isNull ? nil : value }
      return .object(object)
    }
    let header = replaced(["alg": "RS256", "typ": "JWT", "kid": "k1"], header)
    let signed =
      Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(replaced(base, changes).encoded())
    return signed + "." + Base64.urlEncode(try key.signature(of: Array(signed.utf8)))
  }

  private func identity(_ token: String, of provider: OpenIDProvider? = nil) throws -> OpenIDIdentity {
    try IDTokenCheck(provider ?? google, clientID: "client", nonce: "n1", now: Self.now).identity(token, keys)
  }

  private func expectRefused(
    _ token: String, of provider: OpenIDProvider? = nil, because reason: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: OpenIDError.untrusted(reason), "\(reason): \(token)", sourceLocation: location) {
      try identity(token, of: provider)
    }
  }

  @Test("A good one names the person, by either form of Google's issuer")
  func good() throws {
    let identity = try identity(token())
    #expect(identity.subject == "1234" && identity.issuer == "https://accounts.google.com")
    #expect(identity.email == "Ana@Example.com" && identity.isEmailVerified && identity.name == "Ana")
    #expect(try self.identity(token(["iss": "accounts.google.com"])) == identity)
    #expect(try self.identity(token(["aud": ["client"], "azp": "client"])) == identity)
    // A provider's clock may be a minute ahead or behind.
    let time = Self.now.seconds
    _ = try self.identity(token(["iat": .integer(time + 60)]))
    _ = try self.identity(token(["exp": .integer(time - 59)]))
  }

  /// Red when the checks were left out: 23 of the 24 were taken.
  @Test("Claims that are not for this sign-in are refused, though the signature is right")
  func claims() throws {
    for (changes, reason) in [
      (["iss": "https://accounts.google.com.evil.example"], "its issuer"), (["iss": .null], "its issuer"),
      (["iss": "https://accounts.google.com/"], "its issuer"), (["aud": "other"], "its audience"),
      (["aud": .null], "its audience"), (["aud": ["client", "other"]], "its audience"),
      (["aud": ["client", 1]], "its audience"), (["aud": []], "its audience"),
      (["azp": "other"], "its audience"), (["azp": 1], "its audience"), (["exp": .null], "its end"),
      (["exp": .integer(Self.now.seconds - 60)], "its end"), (["exp": "9999999999"], "its end"),
      (["iat": .null], "its time"), (["iat": .integer(Self.now.seconds + 61)], "its time"),
      (["iat": .integer(Self.now.seconds - 600)], "its time"), (["nonce": .null], "its nonce"),
      (["nonce": "n2"], "its nonce"), (["nonce": ""], "its nonce"), (["sub": .null], "its subject"),
      (["sub": ""], "its subject"), (["sub": 1234], "its subject"),
      (["sub": .string(String(repeating: "1", count: 256))], "its subject"), (["sub": "é"], "its subject"),
    ] as [(JSONObject, String)] {
      expectRefused(try token(changes), because: reason)
    }
  }

  @Test("A header that names another algorithm, key or extension is refused")
  func headers() throws {
    for (changes, reason) in [
      (["alg": "none"], "its algorithm"), (["alg": "HS256"], "its algorithm"),
      (["alg": "RS512"], "its algorithm"),
      (["alg": "PS256"], "its algorithm"), (["alg": "ES256"], "its algorithm"),
      (["alg": .null], "its algorithm"),
      (["kid": "k2"], "its key"), (["kid": .null], "its key"), (["crit": ["exp"]], "its form"),
    ] as [(JSONObject, String)] {
      expectRefused(try token(header: changes), because: reason)
    }
  }

  @Test("Another's signature, none, and our public key as a secret are refused")
  func signatures() throws {
    let good = try token()
    let parts = good.split(separator: ".")
    expectRefused("\(parts[0]).\(parts[1]).", because: "its signature")
    expectRefused("\(parts[0]).\(parts[1])", because: "its form")
    expectRefused(good + "A", because: "its signature")
    expectRefused(good + ".", because: "its form")
    expectRefused(String(repeating: "A", count: 20_000), because: "its form")
    let other = try RSA.PrivateKey().signature(of: Array("\(parts[0]).\(parts[1])".utf8))
    expectRefused("\(parts[0]).\(parts[1]).\(Base64.urlEncode(other))", because: "its signature")
    let header = Base64.urlEncode(Array(#"{"alg":"HS256","kid":"k1"}"#.utf8))
    let mac = HMAC.sha256(key: key.modulus, Array("\(header).\(parts[1])".utf8))
    expectRefused("\(header).\(parts[1]).\(Base64.urlEncode(mac))", because: "its algorithm")
    // A key that the token brings along.
    let mine = try RSA.PrivateKey()
    let jwk: JSON = [
      "kty": "RSA", "n": .string(Base64.urlEncode(mine.modulus)),
      "e": .string(Base64.urlEncode(mine.exponent)),
    ]
    let brought: JSON = ["alg": "RS256", "kid": "k1", "jwk": jwk]
    let signed = Base64.urlEncode(brought.encoded()) + "." + parts[1]
    let signature = try mine.signature(of: Array(signed.utf8))
    expectRefused(signed + "." + Base64.urlEncode(signature), because: "its signature")
  }

  @Test("Every tenant of Microsoft is an issuer of its own, and has to be the one that the token names")
  func tenants() throws {
    let issuer = "https://login.microsoftonline.com/\(Self.tenant)/v2.0"
    let base: JSONObject = ["iss": .string(issuer), "tid": .string(Self.tenant), "email_verified": .null]
    let identity = try identity(token(base), of: microsoft)
    #expect(identity.issuer == issuer && !identity.isEmailVerified)
    for changes in [
      ["tid": .null], ["tid": "00000000-0000-0000-0000-000000000001"], ["tid": "common"], ["tid": "../x"],
      ["iss": "https://accounts.google.com"], ["iss": "https://login.microsoftonline.com/{tenantid}/v2.0"],
    ] as [JSONObject] {
      var all = base
      for (name, value) in changes.members { all[name] = value }
      expectRefused(try token(all), of: microsoft, because: "its issuer")
    }
    expectRefused(try token(), of: microsoft, because: "its issuer")
  }

  /// Anybody who runs a tenant of Microsoft can write any address into it.
  @Test("An address is verified only by what each provider says of it")
  func addresses() throws {
    for value in [false, "true", 1, .null] as [JSON] {
      #expect(try !identity(token(["email_verified": value])).isEmailVerified)
    }
    #expect(try !identity(token(["email": .null])).isEmailVerified)
    let base: JSONObject = [
      "iss": .string("https://login.microsoftonline.com/\(Self.tenant)/v2.0"), "tid": .string(Self.tenant),
    ]
    for (value, isVerified) in [
      (true, true), (1, true), ("1", true), (false, false), (0, false), (.null, false),
    ]
      as [(JSON, Bool)]
    {
      var claims = base
      claims["xms_edov"] = value
      #expect(try identity(token(claims), of: microsoft).isEmailVerified == isVerified)
    }
  }
}
