/// An error of S3 with its code and status
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList).
struct S3Error: Error {
  let status: Int
  let code: String
  let message: String
  /// More elements of the answer, in their order.
  var details: [(name: String, value: String)] = []
  var headers: [(name: String, value: String)] = []

  init(_ status: Int, _ code: String, _ message: String, details: [(name: String, value: String)] = []) {
    self.status = status
    self.code = code
    self.message = message
    self.details = details
  }
}

extension S3Error {
  static let accessDenied = S3Error(403, "AccessDenied", "Access Denied")
  static let noSuchUpload = S3Error(
    404, "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."
  )
  static let preconditionFailed = S3Error(
    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
  static let malformedXML = S3Error(
    400, "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema")
  static let missingLength = S3Error(
    411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
  static let incompleteBody = S3Error(
    400, "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header")
  static let invalidPart = S3Error(
    400, "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
      + "entity tag may not match the part's entity tag.")
  static let invalidPartOrder = S3Error(
    400, "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.")
  static let internalError = S3Error(
    500, "InternalError", "We encountered an internal error. Please try again.")
  static let methodNotAllowed = S3Error(
    405, "MethodNotAllowed", "The specified method is not allowed against this resource.")

  static func noSuchKey(_ key: String) -> S3Error {
    S3Error(404, "NoSuchKey", "The specified key does not exist.", details: [("Key", key)])
  }

  static func noSuchBucket(_ bucket: String) -> S3Error {
    S3Error(404, "NoSuchBucket", "The specified bucket does not exist", details: [("BucketName", bucket)])
  }

  static func invalidArgument(_ name: String, _ value: String, _ message: String) -> S3Error {
    S3Error(
      400, "InvalidArgument", message, details: [("ArgumentName", name), ("ArgumentValue", value)])
  }

  static func invalidRequest(_ message: String) -> S3Error { S3Error(400, "InvalidRequest", message) }

  static func badDigest(_ message: String) -> S3Error { S3Error(400, "BadDigest", message) }

  static func notImplemented(_ what: String) -> S3Error {
    S3Error(
      501, "NotImplemented", "A header or query you provided implies functionality that is not implemented",
      details: [("Header", what)])
  }

  static func tooLarge(_ size: Int, limit: Int) -> S3Error {
    S3Error(
      400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
      details: [("ProposedSize", String(size)), ("MaxSizeAllowed", String(limit))])
  }
}
