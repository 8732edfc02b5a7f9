internal import HTTPServer
internal import Core
internal import HostSigning
internal import Signature

/// Believes a request or says in S3's words why not.
struct ObjectAuthenticator: Sendable {
  private let verifier: SignatureVerifier

  init(_ keys: KeyRing) { verifier = SignatureVerifier(service: "s3", pathRule: .object, keys: keys) }

  func authenticate(_ call: ObjectCall) throws(S3Error) {
    let request = call.request
    guard let word = payloadWord(call) else {
      guard let authorization = request.header("authorization") else { throw .accessDenied }
      // Version 2 has no such header, and is told what is wrong with it first.
      guard authorization.hasPrefix(SigningKey.algorithm) else {
        throw Self.refusal(.unsupportedMechanism, now: call.library.now)
      }
      throw .invalidRequest("Missing required header for this request: x-amz-content-sha256")
    }
    do throws(SignatureFailure) {
      call.signature = try verifier.verify(
        SignedRequest(
          method: request.method, path: request.path, query: request.query, headers: request.headers,
          payloadHash: word), at: call.library.now)
    } catch {
      throw Self.refusal(error, now: call.library.now)
    }
    call.payload = try PayloadMode(word)
  }

  /// What stands for the hash of the body in the text that is signed; nil when nothing does. Of a URL that is what its
  /// query says, or nothing is said of the body.
  private func payloadWord(_ call: ObjectCall) -> String? {
    guard call.has(SignatureV4.signatureParameter) else {
      let isOldURL = call.request.header("authorization") == nil
      return call.request.header("x-amz-content-sha256")
        ?? (isOldURL ? CanonicalRequest.unsignedPayload : nil)
    }
    return call.signedParameter("x-amz-content-sha256") ?? CanonicalRequest.unsignedPayload
  }

  /// A failure as S3 tells it.
  static func refusal(_ failure: SignatureFailure, now: Instant) -> S3Error {
    switch failure {
    case .notSigned: .accessDenied
    case .unsupportedMechanism: .invalidRequest(SignatureFailure.mechanismHint)
    case .noDate:
      S3Error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header")
    case .malformedHeader(let reason): S3Error(400, "AuthorizationHeaderMalformed", reason)
    case .malformedQuery(let reason): S3Error(400, "AuthorizationQueryParametersError", reason)
    case .unknownAccessKey(let key):
      S3Error(
        403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
        details: [("AWSAccessKeyId", key)])
    case .unknownSessionToken:
      S3Error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.")
    case .notMatching(let key, let text, let canonical):
      S3Error(
        403, "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing "
          + "method.",
        details: [("AWSAccessKeyId", key), ("StringToSign", text), ("CanonicalRequest", canonical)])
    case .skewed:
      S3Error(
        403, "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        details: [("ServerTime", XMLTime.text(now)), ("MaxAllowedSkewMilliseconds", "900000")])
    case .expired:
      S3Error(403, "AccessDenied", "Request has expired", details: [("ServerTime", XMLTime.text(now))])
    case .unsignedHeaders(let names):
      S3Error(
        403, "AccessDenied", "There were headers present in the request which were not signed",
        details: [("HeadersNotSigned", names.joined(separator: ", "))])
    }
  }
}
