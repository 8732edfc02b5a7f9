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
      ["sub": .null], ["sub": "admin"], ["org": .null], ["org": 7], ["sid": .null],
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
