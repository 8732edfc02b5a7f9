package import Core
internal import Cryptography

/// Signs requests to AWS by Signature Version 4
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
package struct SignatureV4: Sendable {
  package static let signatureParameter = "X-Amz-Signature"
  /// How long a URL may hold: a week.
  package static let longestExpiry = 604_800

  private let credentials: Credentials
  private let region: String
  private let service: String

  package struct Credentials: Sendable {
    package let accessKey: String
    package let secretKey: String
    package let sessionToken: String?

    package init(accessKey: String, secretKey: String, sessionToken: String?) {
      self.accessKey = accessKey
      self.secretKey = secretKey
      self.sessionToken = sessionToken
    }
  }

  /// `service` is `s3`, `sqs`, …
  package init(_ credentials: Credentials, region: String, service: String) {
    self.credentials = credentials
    self.region = region
    self.service = service
  }

  /// The headers, with the date, the session token and the authorization added, for S3 the hash of the body too.
  /// `path` and `query` as they are sent; the headers include `host`, and all of them are signed.
  package func sign(
    method: String = "POST", path: String = "/", query: String = "",
    headers: [(name: String, value: String)], body: [UInt8], at time: Instant
  ) -> [(name: String, value: String)] {
    let timestamp = Self.timestamp(time)
    let hash = Hex.encode(SHA256.hash(body))
    var headers = headers + [(name: "x-amz-date", value: timestamp)]
    if let token = credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
    if service == "s3" { headers.append(("x-amz-content-sha256", hash)) }
    let signed = Set(headers.map { $0.name.lowercased() }).sorted()
    let request = CanonicalRequest(
      method: method, path: path, query: query, headers: headers, signed: signed, payloadHash: hash,
      pathRule: pathRule)
    let key = key(timestamp)
    let authorization =
      "\(SigningKey.algorithm) Credential=\(credentials.accessKey)/\(key.scope.text), "
      + "SignedHeaders=\(signed.joined(separator: ";")), "
      + "Signature=\(key.signature(of: request, timestamp: timestamp))"
    return headers + [(name: "authorization", value: authorization)]
  }

  /// The query of a URL that anybody may use once or often until it expires, `expires` (1 to 604,800) seconds after
  /// `time`. `path` is escaped as it is to be sent, `query` is not. The headers, `host` among them, must then be
  /// sent exactly as given here.
  package func presignedQuery(
    method: String, path: String, query: [(String, String)] = [],
    headers: [(name: String, value: String)], expires: Int, at time: Instant
  ) -> String {
    let timestamp = Self.timestamp(time)
    let key = key(timestamp)
    let signed = Set(headers.map { $0.name.lowercased() }).sorted()
    var query =
      query + [
        ("X-Amz-Algorithm", SigningKey.algorithm),
        ("X-Amz-Credential", "\(credentials.accessKey)/\(key.scope.text)"), ("X-Amz-Date", timestamp),
        ("X-Amz-Expires", String(expires)), ("X-Amz-SignedHeaders", signed.joined(separator: ";")),
      ]
    if let token = credentials.sessionToken { query.append(("X-Amz-Security-Token", token)) }
    let text = URLForm.encode(query)
    let request = CanonicalRequest(
      method: method, path: path, query: text, headers: headers, signed: signed,
      payloadHash: service == "s3" ? CanonicalRequest.unsignedPayload : Hex.encode(SHA256.hash([])),
      pathRule: pathRule)
    return "\(text)&\(Self.signatureParameter)=\(key.signature(of: request, timestamp: timestamp))"
  }

  private var pathRule: CanonicalRequest.PathRule { service == "s3" ? .object : .normalized }

  private func key(_ timestamp: String) -> SigningKey {
    SigningKey(
      secretKey: credentials.secretKey,
      scope: CredentialScope(day: String(timestamp.prefix(8)), region: region, service: service))
  }

  /// `20261121T093000Z`.
  package static func timestamp(_ time: Instant) -> String {
    Instant(seconds: time.seconds).description.filter { $0 != "-" && $0 != ":" }
  }

  /// Reads `20261121T093000Z`.
  package static func instant(_ timestamp: some StringProtocol) -> Instant? {
    let text = Array(timestamp.utf8)
    guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z") else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    return Instant(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
  }
}
