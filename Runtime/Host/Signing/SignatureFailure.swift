/// Why a request is not believed
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList).
package enum SignatureFailure: Error, Sendable, Equatable {
  /// Nothing in the request says who sent it.
  case notSigned
  /// Signed in another way than by version 4.
  case unsupportedMechanism
  /// The `Authorization` header cannot be read; why.
  case malformedHeader(String)
  /// The query of a presigned URL cannot be read; why.
  case malformedQuery(String)
  /// Neither a date in the header nor one in `x-amz-date`.
  case noDate
  case unknownAccessKey(String)
  /// The host gives out no temporary credentials.
  case unknownSessionToken
  case notMatching(accessKey: String, stringToSign: String, canonicalRequest: String)
  /// The clocks differ by more than 15 minutes.
  case skewed
  case expired
  /// These headers change what the request means, and are not signed.
  case unsignedHeaders([String])

  /// What AWS says to `unsupportedMechanism`.
  package static let mechanismHint =
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
}
