package import Core
internal import Cryptography
package import Signature

/// Checks Signature Version 4, in the header and in the query of a presigned URL
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html).
package struct SignatureVerifier: Sendable {
  /// How far the clocks may differ, in seconds
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationTimeStamp).
  private static let largestSkew: Int64 = 900

  private let service: String
  private let pathRule: CanonicalRequest.PathRule
  private let keys: KeyRing
  private let knowsToken: @Sendable (String) -> Bool

  /// `knowsToken` tells whether a session token may be used.
  package init(
    service: String, pathRule: CanonicalRequest.PathRule, keys: KeyRing,
    knowsToken: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    self.service = service
    self.pathRule = pathRule
    self.keys = keys
    self.knowsToken = knowsToken
  }

  package func verify(
    _ request: SignedRequest, at now: Instant
  ) throws(SignatureFailure) -> VerifiedSignature {
    let claim = try SignatureClaim(request, service: service)
    guard let signer = keys[claim.accessKey] else { throw .unknownAccessKey(claim.accessKey) }
    if let token = claim.sessionToken, !knowsToken(token) { throw .unknownSessionToken }
    try checkTime(claim, now)
    try checkSignedNames(claim, request)
    let canonical = CanonicalRequest(
      method: request.method, path: request.path, query: request.query, headers: request.headers,
      signed: claim.signed, payloadHash: request.payloadHash, pathRule: pathRule)
    let key = SigningKey(secretKey: signer.secret, scope: claim.scope)
    let stringToSign = key.stringToSign(canonical, timestamp: claim.timestamp)
    guard constantTimeEqual(Array(key.signature(of: stringToSign).utf8), Array(claim.signature.utf8)) else {
      throw .notMatching(
        accessKey: claim.accessKey, stringToSign: stringToSign, canonicalRequest: canonical.text)
    }
    return VerifiedSignature(
      principal: signer.principal, key: key, timestamp: claim.timestamp, signature: claim.signature,
      isPresigned: claim.expires != nil)
  }

  private func checkTime(_ claim: SignatureClaim, _ now: Instant) throws(SignatureFailure) {
    let age = now.seconds - claim.time.seconds
    guard let expires = claim.expires else {
      guard abs(age) <= Self.largestSkew else { throw .skewed }
      return
    }
    guard age >= -Self.largestSkew else { throw .skewed }
    guard age <= Int64(expires) else { throw .expired }
  }

  /// `host`, and every `x-amz-` header, or somebody on the way could add one.
  private func checkSignedNames(
    _ claim: SignatureClaim, _ request: SignedRequest
  ) throws(SignatureFailure) {
    let signed = Set(claim.signed)
    // The date and the hash of a presigned URL are in its query; the headers of these names mean nothing then.
    let exempt: Set = claim.expires == nil ? [] : ["x-amz-date", "x-amz-content-sha256"]
    let missing = Set(request.headers.map { $0.name.lowercased() }).filter { name in
      (name == "host" || name.hasPrefix("x-amz-")) && !signed.contains(name) && !exempt.contains(name)
    }
    guard missing.isEmpty else { throw .unsignedHeaders(missing.sorted()) }
    guard signed.contains("host") else { throw .unsignedHeaders(["host"]) }
  }
}
