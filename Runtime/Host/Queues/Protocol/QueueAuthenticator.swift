package import Core
internal import Cryptography
internal import HostSigning
internal import Signature

/// Checks the signatures of SQS requests against the one key of the host.
package struct QueueAuthenticator: Sendable {
  private let verifier: SignatureVerifier

  package init(accessKey: String, secretKey: String) {
    verifier = SignatureVerifier(service: "sqs", pathRule: .normalized) { $0 == accessKey ? secretKey : nil }
  }

  /// The answer to a request that is not believed; nil for one that is.
  package func refusal(
    method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8],
    at now: Instant = .now()
  ) -> QueueReply? {
    let request = SignedRequest(
      method: method, path: path, query: query, headers: headers,
      payloadHash: Hex.encode(SHA256.hash(body)))
    do throws(SignatureFailure) {
      _ = try verifier.verify(request, at: now)
      return nil
    } catch {
      return .failure(Self.failure(error))
    }
  }

  /// Codes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
  private static func failure(_ failure: SignatureFailure) -> SQSFailure {
    switch failure {
    case .notSigned:
      .unauthorized(
        "MissingAuthenticationTokenException", code: "MissingAuthenticationToken",
        "Request is missing Authentication Token")
    case .malformedHeader(let reason), .malformedQuery(let reason):
      .unauthorized("IncompleteSignatureException", code: "IncompleteSignature", reason)
    case .noDate:
      .unauthorized(
        "IncompleteSignatureException", code: "IncompleteSignature",
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    case .unknownAccessKey, .unknownSessionToken:
      .unauthorized(
        "UnrecognizedClientException", code: "InvalidClientTokenId",
        "The security token included in the request is invalid.")
    case .notMatching, .unsignedHeaders:
      .unauthorized(
        "InvalidSignatureException", code: "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
          + "Key and signing method. Consult the service documentation for details.")
    case .skewed, .expired:
      .unauthorized(
        "InvalidSignatureException", code: "SignatureDoesNotMatch",
        "Signature expired: the request's time is more than 15 minutes from that of this machine.")
    }
  }
}
