package import Core
internal import Cryptography

/// AWS Signature Version 4
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html), for requests
/// whose path is `/` and that have no query.
package struct SignatureV4: Sendable {
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

  package init(_ credentials: Credentials, region: String, service: String) {
    self.credentials = credentials
    self.region = region
    self.service = service
  }

  /// The headers, with the date, the session token and the authorization added.
  package func sign(
    headers: [(name: String, value: String)], body: [UInt8], at time: Instant
  ) -> [(name: String, value: String)] {
    let timestamp = Self.timestamp(time)
    var headers = headers + [(name: "x-amz-date", value: timestamp)]
    if let token = credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
    let sorted = headers.map { (name: $0.name.lowercased(), value: $0.value) }.sorted { $0.name < $1.name }
    let signedNames = sorted.map(\.name).joined(separator: ";")
    let canonicalRequest =
      "POST\n/\n\n" + sorted.map { "\($0.name):\($0.value)\n" }.joined() + "\n\(signedNames)\n"
      + Hex.encode(SHA256.hash(body))
    let day = String(timestamp.prefix(8))
    let scope = "\(day)/\(region)/\(service)/aws4_request"
    let toSign =
      "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n" + Hex.encode(SHA256.hash(Array(canonicalRequest.utf8)))
    let signature = Hex.encode(HMAC.sha256(key: key(day), Array(toSign.utf8)))
    let authorization =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(signedNames), "
      + "Signature=\(signature)"
    return headers + [(name: "authorization", value: authorization)]
  }

  private func key(_ day: String) -> [UInt8] {
    [day, region, service, "aws4_request"].reduce(Array("AWS4\(credentials.secretKey)".utf8)) { key, part in
      HMAC.sha256(key: key, Array(part.utf8))
    }
  }

  /// `20261121T093000Z`.
  static func timestamp(_ time: Instant) -> String {
    Instant(seconds: time.seconds).description.filter { $0 != "-" && $0 != ":" }
  }
}
