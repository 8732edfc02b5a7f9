internal import Core
internal import Cryptography
internal import Identity
internal import Testing

@Suite("An access token is believed only when it is ours, whole and fresh") struct AccessTokenTests {
  private static let now = Instant(seconds: 1_795_244_400)
  private let seed = SecureRandom.bytes(32)

  private var token: AccessToken {
    AccessToken(user: .v7(), organization: .v7(), session: .v7(), expiresAt: Self.now + AccessToken.lifetime)
  }

  private func verifier() throws -> TokenVerifier {
    try TokenVerifier(keys: Base64.encode(Ed25519.PrivateKey(seed: seed).publicKey))
  }

  private func signer() throws -> TokenSigner { try TokenSigner(seed: Base64.encode(seed)) }

  /// A token with the given header and claims, signed by our key.
  private func forge(_ header: JSON, _ claims: JSON) throws -> String {
    let signed = Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(claims.encoded())
    let key = try Ed25519.PrivateKey(seed: seed)
    return signed + "." + Base64.urlEncode(try key.signature(of: Array(signed.utf8)))
  }

  /// Header and claims of a good token, with some members replaced; null removes one.
  private func parts(header: JSONObject = [:], claims: JSONObject = [:]) throws -> (JSON, JSON) {
    let parts = try signer().sign(token, at: Self.now).split(separator: ".")
    func replaced(_ part: Substring, _ changes: JSONObject) throws -> JSON {
      let bytes = try #require(Base64.urlDecode(part))
      var object = try JSON(parsing: bytes).object ?? [:]
      for (name, value) in changes.members { object[name] = value.isNull ? nil : value }
      return .object(object)
    }
    return (try replaced(parts[0], header), try replaced(parts[1], claims))
  }

  @Test("What was signed is read back") func roundTrip() throws {
    let token = token
    #expect(try verifier().verify(signer().sign(token, at: Self.now), at: Self.now) == token)
  }

  @Test("A token ends at its second")
  func expiry() throws {
    let text = try signer().sign(token, at: Self.now)
    let verifier = try verifier()
    #expect(verifier.verify(text, at: Self.now + .seconds(899)) != nil)
    #expect(verifier.verify(text, at: Self.now + .seconds(900)) == nil)
    #expect(verifier.verify(text, at: Self.now + .seconds(86_400)) == nil)
  }

  @Test("A change of any character is seen")
  func altered() throws {
    let text = try signer().sign(token, at: Self.now)
    let verifier = try verifier()
    for index in text.indices {
      let other = text[index] == "A" ? "B" : "A"
      let altered = text.replacingCharacter(at: index, with: other)
      #expect(
        verifier.verify(altered, at: Self.now) == nil,
        "position \(text.distance(from: text.startIndex, to: index))")
    }
  }

  @Test("The forged parts make a token that would be believed") func forgery() throws {
    let (header, claims) = try parts()
    #expect(try verifier().verify(forge(header, claims), at: Self.now) != nil)
  }

  @Test(
    "A header that promises something else is not believed, though the signature is right",
    arguments: [
      ["alg": "none"], ["alg": "HS256"], ["alg": "ES256"], ["alg": "eddsa"], ["alg": .null], ["typ": "JWT"],
      ["typ": .null],
      ["typ": "rt+jwt"], ["kid": "other"], ["kid": .null], ["kid": 1], ["alg": ["EdDSA"]],
    ] as [JSONObject])
  func headers(_ changes: JSONObject) throws {
    let (header, claims) = try parts(header: changes)
    #expect(try verifier().verify(forge(header, claims), at: Self.now) == nil)
  }

  @Test(
    "Claims that are not ours are not believed, though the signature is right",
    arguments: [
      ["aud": "someone"], ["aud": .null], ["aud": ["clientnest"]], ["exp": .null], ["exp": "9999999999"],
      ["exp": 0], ["exp": 1.5],
      ["sub": .null], ["sub": "admin"], ["org": 7], ["org": "cafe"], ["sid": .null],
    ] as [JSONObject])
  func claims(_ changes: JSONObject) throws {
    let (header, claims) = try parts(claims: changes)
    #expect(try verifier().verify(forge(header, claims), at: Self.now) == nil)
  }

  @Test("A token of another key is not believed, nor one signed with our public key as a secret")
  func otherKey() throws {
    let other = try TokenSigner(seed: Base64.encode(SecureRandom.bytes(32)))
    #expect(try verifier().verify(other.sign(token, at: Self.now), at: Self.now) == nil)
    let (header, claims) = try parts(header: ["alg": "HS256"])
    let signed = Base64.urlEncode(header.encoded()) + "." + Base64.urlEncode(claims.encoded())
    let mac = HMAC.sha256(key: try Ed25519.PrivateKey(seed: seed).publicKey, Array(signed.utf8))
    #expect(try verifier().verify(signed + "." + Base64.urlEncode(mac), at: Self.now) == nil)
    #expect(try verifier().verify(signed + ".", at: Self.now) == nil)
  }

  @Test("While keys rotate, tokens of both are believed")
  func rotation() throws {
    let old = try Ed25519.PrivateKey(seed: seed).publicKey
    let newSeed = SecureRandom.bytes(32)
    let new = try Ed25519.PrivateKey(seed: newSeed).publicKey
    let both = try TokenVerifier(keys: Base64.encode(new) + "," + Base64.encode(old))
    #expect(try both.verify(signer().sign(token, at: Self.now), at: Self.now) != nil)
    #expect(
      try both.verify(TokenSigner(seed: Base64.encode(newSeed)).sign(token, at: Self.now), at: Self.now)
        != nil)
  }

  /// RFC 8037, appendix A: the same key signs the same bytes, and its name is its thumbprint (A.1 to A.4).
  @Test("The key, thumbprint and signature of RFC 8037")
  func publishedKey() throws {
    let seed = try #require(Base64.urlDecode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
    let key = try Ed25519.PrivateKey(seed: seed)
    let published = TokenKey(key.publicKey)
    #expect(published.json["x"]?.string == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    #expect(published.id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    let signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    let signature =
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    #expect(Base64.urlEncode(try key.signature(of: Array(signed.utf8))) == signature)
    let verifier = try TokenVerifier(keys: Base64.encode(key.publicKey))
    // A good signature, and yet no access token.
    #expect(verifier.verify("\(signed).\(signature)", at: Self.now) == nil)
  }

  /// RFC 7515, A.1 (HS256), A.2 (RS256), A.3 (ES256) and A.5 (none); RFC 7519 §3.1 and §6.1 are the first and the last.
  @Test(
    "The examples of other algorithms are not believed",
    arguments: [
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
      "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
      "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.",
    ])
  func otherAlgorithms(_ text: String) throws { #expect(try verifier().verify(text, at: Self.now) == nil) }

  /// A header as it stands, over the claims of a good token, signed by our key.
  private func forge(rawHeader header: String, rawClaims: String? = nil) throws -> String {
    let (_, claims) = try parts()
    let signed =
      Base64.urlEncode(Array(header.utf8)) + "." + Base64.urlEncode(Array((rawClaims ?? claims.text).utf8))
    return signed + "."
      + Base64.urlEncode(try Ed25519.PrivateKey(seed: seed).signature(of: Array(signed.utf8)))
  }

  /// Red when names that stand twice were taken, and when `crit` was passed over.
  @Test("Whatever could be read in two ways, or must be understood and is not, is refused")
  func ambiguous() throws {
    let (header, claims) = try parts()
    let verifier = try verifier()
    let kid = try #require(header["kid"]?.string)
    let good = #"{"alg":"EdDSA","typ":"at+jwt","kid":"\#(kid)"}"#
    #expect(try verifier.verify(forge(rawHeader: good), at: Self.now) != nil)
    for bad in [
      #"{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"\#(kid)"}"#,
      #"{"alg":"EdDSA","typ":"at+jwt","kid":"other","kid":"\#(kid)"}"#,
      #"{"alg":"EdDSA","typ":"at+jwt","kid":"\#(kid)","crit":["exp"]}"#,
      #"{"alg":"EdDSA","typ":"at+jwt","kid":"\#(kid)","crit":[]}"#,
      good + "{}", good + " x", "[\(good)]", "\"EdDSA\"", "",
    ] {
      #expect(try verifier.verify(forge(rawHeader: bad), at: Self.now) == nil, "\(bad)")
    }
    let doubled = claims.text.replacing("{", with: #"{"sub":"\#(UUID.v7())","#, maxReplacements: 1)
    #expect(try verifier.verify(forge(rawHeader: good, rawClaims: doubled), at: Self.now) == nil)
    #expect(try verifier.verify(forge(rawHeader: good, rawClaims: claims.text + "{}"), at: Self.now) == nil)
  }

  @Test("A key that the token brings along is not used, nor one that it points to")
  func ownKeys() throws {
    let mine = try Ed25519.PrivateKey(seed: SecureRandom.bytes(32))
    let jwk = TokenKey(mine.publicKey).json
    let (header, claims) = try parts()
    for more in [
      ["jwk": jwk], ["jku": "https://attacker.example/jwks.json"], ["x5u": "https://attacker.example/x"],
    ]
      as [JSONObject]
    {
      for kid in [header["kid"], jwk["kid"]] {
        var object = header.object ?? [:]
        for (name, value) in more.members { object[name] = value }
        object["kid"] = kid
        let signed =
          Base64.urlEncode(JSON.object(object).encoded()) + "." + Base64.urlEncode(claims.encoded())
        let text = signed + "." + Base64.urlEncode(try mine.signature(of: Array(signed.utf8)))
        #expect(try verifier().verify(text, at: Self.now) == nil)
      }
    }
    // Beside a key of ours it is passed over.
    var object = header.object ?? [:]
    object["jwk"] = jwk
    #expect(try verifier().verify(forge(.object(object), claims), at: Self.now) != nil)
  }

  @Test("A token has one form: no byte may be added, left out, or written in another way")
  func canonical() throws {
    let text = try signer().sign(token, at: Self.now)
    let verifier = try verifier()
    #expect(verifier.verify(text, at: Self.now) != nil)
    for length in 0..<text.utf8.count {
      #expect(verifier.verify(String(text.prefix(length)), at: Self.now) == nil)
    }
    for addition in ["A", "=", "==", ".", ".e30", " ", "\n", "\0", String(repeating: "A", count: 1 << 20)] {
      #expect(verifier.verify(text + addition, at: Self.now) == nil)
      #expect(verifier.verify(addition + text, at: Self.now) == nil)
    }
    // 64 bytes are 86 digits: four bits of the last one make no byte.
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let last = try #require(text.last.flatMap { digits.firstIndex(of: $0) })
    #expect(last.isMultiple(of: 16))
    for offset in 1..<16 {
      #expect(verifier.verify(String(text.dropLast()) + String(digits[last + offset]), at: Self.now) == nil)
    }
    let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    if String(standard) != text { #expect(verifier.verify(String(standard), at: Self.now) == nil) }
  }

  @Test("A token without an organization is believed, one with half an organization is not")
  func withoutOrganization() throws {
    let token = AccessToken(
      user: .v7(), organization: nil, session: .v7(), expiresAt: Self.now + AccessToken.lifetime)
    #expect(try verifier().verify(signer().sign(token, at: Self.now), at: Self.now) == token)
  }

  @Test(
    "Nonsense is no token", arguments: ["", ".", "..", "a.b.c", "Bearer x", "e30.e30.e30", "....", "e30.e30"])
  func nonsense(_ text: String) throws {
    #expect(try verifier().verify(text, at: Self.now) == nil)
  }

  @Test("Keys that are none are refused at once") func badKeys() {
    #expect(throws: CryptographyError.self) { try TokenSigner(seed: "short") }
    #expect(throws: CryptographyError.self) { try TokenSigner(seed: Base64.encode([1, 2, 3])) }
    #expect(throws: CryptographyError.self) { try TokenVerifier(keys: Base64.encode([1, 2, 3])) }
  }
}

extension String {
  fileprivate func replacingCharacter(at index: Index, with character: String) -> String {
    String(self[..<index]) + character + String(self[self.index(after: index)...])
  }
}
