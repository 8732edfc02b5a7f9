internal import Core
internal import Cryptography
internal import HostSigning
internal import Signature
internal import Testing

@Suite("AWS's signing test suite is signed and verified") struct SuiteTests {
  private static let keys = (access: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
  private static let timestamp = "20150830T123600Z"
  private static let scope = CredentialScope(day: "20150830", region: "us-east-1", service: "service")

  private func now() throws -> Instant { try #require(SignatureV4.instant(Self.timestamp)) }

  private func verifier(_ example: SuiteCase) -> SignatureVerifier {
    SignatureVerifier(
      service: "service", pathRule: example.normalized ? .normalized : .asSent,
      keys: KeyRing(hostKey: Self.keys.access, secret: Self.keys.secret), knowsToken: { !$0.isEmpty })
  }

  private func signature(_ example: SuiteCase, _ query: String, _ headers: [(name: String, value: String)])
    -> String
  {
    let request = CanonicalRequest(
      method: example.method, path: example.path, query: query, headers: headers,
      signed: Set(headers.map { $0.name.lowercased() }).sorted(),
      payloadHash: Hex.encode(SHA256.hash(Array(example.body.utf8))),
      pathRule: example.normalized ? .normalized : .asSent)
    return SigningKey(secretKey: Self.keys.secret, scope: Self.scope).signature(
      of: request, timestamp: Self.timestamp)
  }

  /// The signature with another first digit.
  private static func other(_ signature: String) -> String {
    (signature.hasPrefix("0") ? "1" : "0") + signature.dropFirst()
  }

  private func signed(_ example: SuiteCase, _ query: String, _ headers: [(name: String, value: String)])
    -> SignedRequest
  {
    SignedRequest(
      method: example.method, path: example.path, query: query, headers: headers,
      payloadHash: Hex.encode(SHA256.hash(Array(example.body.utf8))))
  }

  @Test("In the header", arguments: SuiteCase.all) func header(_ example: SuiteCase) throws {
    var headers =
      example.headers + [
        (name: "Host", value: "example.amazonaws.com"), (name: "X-Amz-Date", value: Self.timestamp),
      ]
    if let token = example.token { headers.append(("X-Amz-Security-Token", token)) }
    #expect(signature(example, example.query, headers) == example.header)
    let names = Set(headers.map { $0.name.lowercased() }).sorted().joined(separator: ";")
    func authorized(_ signature: String) -> SignedRequest {
      let field =
        "AWS4-HMAC-SHA256 Credential=\(Self.keys.access)/\(Self.scope.text), SignedHeaders=\(names), "
        + "Signature=\(signature)"
      return signed(example, example.query, headers + [("Authorization", field)])
    }
    let verified = try verifier(example).verify(authorized(example.header), at: now())
    #expect(!verified.isPresigned)
    #expect(throws: SignatureFailure.self) {
      try verifier(example).verify(authorized(Self.other(example.header)), at: now())
    }
  }

  @Test("In the query", arguments: SuiteCase.all) func query(_ example: SuiteCase) throws {
    let headers = example.headers + [(name: "Host", value: "example.amazonaws.com")]
    let names = Set(headers.map { $0.name.lowercased() }).sorted().joined(separator: "%3B")
    let credential = PercentEncoding.encode("\(Self.keys.access)/\(Self.scope.text)")
    var query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\(credential)&X-Amz-Date=\(Self.timestamp)"
      + "&X-Amz-SignedHeaders=\(names)&X-Amz-Expires=3600"
    if !example.query.isEmpty { query = "\(example.query)&\(query)" }
    if let token = example.token { query += "&X-Amz-Security-Token=\(token)" }
    #expect(signature(example, query, headers) == example.inQuery)
    let request = signed(example, "\(query)&X-Amz-Signature=\(example.inQuery)", headers)
    #expect(try verifier(example).verify(request, at: now()).isPresigned)
    #expect(throws: SignatureFailure.expired) {
      try verifier(example).verify(request, at: now() + .seconds(3601))
    }
    let other = signed(example, "\(query)&X-Amz-Signature=\(Self.other(example.inQuery))", headers)
    #expect(throws: SignatureFailure.self) { try verifier(example).verify(other, at: now()) }
  }

  /// A request whose signature is right over what it names, with these headers besides.
  private func verified(
    signed names: [String], _ headers: [(name: String, value: String)],
    tokens: @escaping @Sendable (String) -> Bool
  ) throws -> VerifiedSignature {
    let all = headers + [(name: "X-Amz-Date", value: Self.timestamp)]
    let canonical = CanonicalRequest(
      method: "GET", path: "/", query: "", headers: all, signed: names,
      payloadHash: Hex.encode(SHA256.hash([])), pathRule: .normalized)
    let signature = SigningKey(secretKey: Self.keys.secret, scope: Self.scope).signature(
      of: canonical, timestamp: Self.timestamp)
    let field =
      "AWS4-HMAC-SHA256 Credential=\(Self.keys.access)/\(Self.scope.text), "
      + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)"
    let verifier = SignatureVerifier(
      service: "service", pathRule: .normalized,
      keys: KeyRing(hostKey: Self.keys.access, secret: Self.keys.secret), knowsToken: tokens)
    return try verifier.verify(
      SignedRequest(
        method: "GET", path: "/", query: "", headers: all + [("Authorization", field)],
        payloadHash: Hex.encode(SHA256.hash([]))), at: now())
  }

  @Test(
    "A header that changes what is asked for is signed, the host in any case; a token is one that was given out"
  )
  func coverage() throws {
    let host = (name: "Host", value: "example.amazonaws.com")
    let token = (name: "X-Amz-Security-Token", value: "t")
    let names = ["host", "x-amz-date"]
    _ = try verified(signed: names, [host]) { _ in false }
    _ = try verified(signed: names + ["x-amz-security-token"], [host, token]) { $0 == "t" }
    #expect(throws: SignatureFailure.unsignedHeaders(["x-amz-target"])) {
      try verified(signed: names, [host, ("X-Amz-Target", "DeleteQueue")]) { _ in false }
    }
    for headers in [[host], []] {
      #expect(throws: SignatureFailure.unsignedHeaders(["host"])) {
        try verified(signed: ["x-amz-date"], headers) { _ in false }
      }
    }
    #expect(throws: SignatureFailure.unknownSessionToken) {
      try verified(signed: names, [host, token]) { _ in false }
    }
  }
}
