package import Core
internal import Cryptography
package import HostRights
internal import Signature

/// Tells who signed a request to one of AWS's services that take whole bodies.
package struct RequestAuthenticator: Sendable {
  /// Why a request is not believed, in AWS's words. The status is 403
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html).
  package struct Refusal: Error, Sendable {
    /// The name of the exception: `InvalidSignatureException`.
    package let type: String
    /// As older protocols name it: `SignatureDoesNotMatch`.
    package let code: String
    package let message: String
  }

  private let verifier: SignatureVerifier

  /// `service` as signatures name it: `sqs`, `execute-api`.
  package init(service: String, keys: KeyRing) {
    verifier = SignatureVerifier(service: service, pathRule: .normalized, keys: keys)
  }

  package func authenticate(
    method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8],
    at now: Instant = .now()
  ) throws(Refusal) -> Principal {
    let request = SignedRequest(
      method: method, path: path, query: query, headers: headers,
      payloadHash: Hex.encode(SHA256.hash(body)))
    do throws(SignatureFailure) {
      return try verifier.verify(request, at: now).principal
    } catch {
      throw Self.refusal(error)
    }
  }

  private static func refusal(_ failure: SignatureFailure) -> Refusal {
    switch failure {
    case .notSigned:
      Refusal(
        type: "MissingAuthenticationTokenException", code: "MissingAuthenticationToken",
        message: "Request is missing Authentication Token")
    case .unsupportedMechanism:
      Refusal(
        type: "IncompleteSignatureException", code: "IncompleteSignature",
        message: SignatureFailure.mechanismHint)
    case .malformedHeader(let reason), .malformedQuery(let reason):
      Refusal(type: "IncompleteSignatureException", code: "IncompleteSignature", message: reason)
    case .noDate:
      Refusal(
        type: "IncompleteSignatureException", code: "IncompleteSignature",
        message:
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    case .unknownAccessKey, .unknownSessionToken:
      Refusal(
        type: "UnrecognizedClientException", code: "InvalidClientTokenId",
        message: "The security token included in the request is invalid.")
    case .notMatching, .unsignedHeaders:
      Refusal(
        type: "InvalidSignatureException", code: "SignatureDoesNotMatch",
        message:
          "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
          + "Access Key and signing method. Consult the service documentation for details.")
    case .skewed, .expired:
      Refusal(
        type: "InvalidSignatureException", code: "SignatureDoesNotMatch",
        message:
          "Signature expired: the request's time is more than 15 minutes from that of this machine.")
    }
  }
}
