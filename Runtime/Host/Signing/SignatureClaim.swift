internal import Core
internal import Signature

/// What a request says about its own signature, not yet checked.
struct SignatureClaim {
  let accessKey: String
  let scope: CredentialScope
  let timestamp: String
  let time: Instant
  let signed: [String]
  let signature: String
  /// Seconds that a presigned URL holds; nil for a signed header.
  let expires: Int?
  let sessionToken: String?

  /// From the query when that has a signature, else from the header.
  init(_ request: SignedRequest, service: String) throws(SignatureFailure) {
    let query = URLForm.parse(request.query)
    if query.contains(where: { $0.name == SignatureV4.signatureParameter }) {
      try self.init(query: query, service: service)
    } else if let authorization = request.header("authorization") {
      try self.init(authorization: authorization, of: request, service: service)
    } else {
      // The query of version 2, as SDKs still make it where they know no region.
      guard !query.contains(where: { $0.name == "AWSAccessKeyId" }) else { throw .unsupportedMechanism }
      throw .notSigned
    }
  }

  private init(query: [(name: String, value: String)], service: String) throws(SignatureFailure) {
    func parameter(_ name: String) throws(SignatureFailure) -> String {
      let values = query.filter { $0.name == name }.map(\.value)
      guard values.count == 1, let value = values.first, !value.isEmpty else {
        throw .malformedQuery(
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
            + "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
      }
      return value
    }
    guard try parameter("X-Amz-Algorithm") == SigningKey.algorithm else {
      throw .malformedQuery("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"")
    }
    timestamp = try parameter("X-Amz-Date")
    guard let time = SignatureV4.instant(timestamp) else {
      throw .malformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
    }
    self.time = time
    guard let expires = Self.number(try parameter("X-Amz-Expires")) else {
      throw .malformedQuery("X-Amz-Expires should be a number")
    }
    guard expires > 0 else { throw .malformedQuery("X-Amz-Expires must be non-negative") }
    guard expires <= SignatureV4.longestExpiry else {
      throw .malformedQuery(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be "
          + "less than 604800 seconds")
    }
    self.expires = expires
    guard let (accessKey, scope) = Self.credential(try parameter("X-Amz-Credential")),
      scope.service == service, timestamp.hasPrefix(scope.day)
    else {
      throw .malformedQuery(
        "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
          + "\"<YOUR-AKID>/YYYYMMDD/REGION/\(service)/aws4_request\".")
    }
    (self.accessKey, self.scope) = (accessKey, scope)
    signed = Self.names(try parameter("X-Amz-SignedHeaders"))
    signature = try parameter(SignatureV4.signatureParameter)
    sessionToken = query.first { $0.name == "X-Amz-Security-Token" }?.value
  }

  private init(
    authorization: String, of request: SignedRequest, service: String
  ) throws(SignatureFailure) {
    guard authorization.hasPrefix(SigningKey.algorithm + " ") else {
      throw .unsupportedMechanism
    }
    var fields: [String: String] = [:]
    for field in authorization.dropFirst(SigningKey.algorithm.count).split(separator: ",") {
      let parts = field.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[String(parts[0].drop { $0 == " " })] = String(parts[1].drop { $0 == " " })
    }
    guard let (accessKey, scope) = Self.credential(fields["Credential"] ?? ""), scope.service == service
    else {
      throw .malformedHeader(
        "The authorization header is malformed; the Credential is mal-formed; expecting "
          + "\"<YOUR-AKID>/YYYYMMDD/REGION/\(service)/aws4_request\".")
    }
    (self.accessKey, self.scope) = (accessKey, scope)
    guard let signature = fields["Signature"], let signed = fields["SignedHeaders"].map(Self.names),
      !signed.isEmpty
    else {
      throw .malformedHeader(
        "The authorization header requires three components: Credential, SignedHeaders, and Signature.")
    }
    (self.signature, self.signed) = (signature, signed)
    guard let timestamp = request.header("x-amz-date"), let time = SignatureV4.instant(timestamp) else {
      throw .noDate
    }
    guard timestamp.hasPrefix(scope.day) else {
      throw .malformedHeader(
        "The authorization header is malformed; Invalid credential date \"\(scope.day)\". This date is not the same as "
          + "X-Amz-Date: \"\(timestamp.prefix(8))\".")
    }
    (self.timestamp, self.time) = (timestamp, time)
    expires = nil
    sessionToken = request.header("x-amz-security-token")
  }

  /// `AKID/20261121/region/service/aws4_request`; the key may contain slashes.
  private static func credential(_ text: String) -> (String, CredentialScope)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 5, let scope = CredentialScope(parts.suffix(4).joined(separator: "/")) else {
      return nil
    }
    return (parts.dropLast(4).joined(separator: "/"), scope)
  }

  /// Digits alone: `Int` would take a sign too.
  private static func number(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func names(_ list: String) -> [String] { list.split(separator: ";").map(String.init) }
}
