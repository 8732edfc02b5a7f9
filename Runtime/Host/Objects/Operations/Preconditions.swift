internal import Core

/// The conditions of a request on the state of an object (RFC 9110 §13;
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html).
struct Preconditions: Sendable {
  private let ifMatch: String?
  private let ifNoneMatch: String?
  private let ifModifiedSince: Instant?
  private let ifUnmodifiedSince: Instant?

  /// `prefix` is `x-amz-copy-source-` for the source of a copy.
  init(_ call: ObjectCall, prefix: String = "") {
    ifMatch = call.header(prefix + "if-match")
    ifNoneMatch = call.header(prefix + "if-none-match")
    ifModifiedSince = call.header(prefix + "if-modified-since").flatMap(HTTPDate.instant)
    ifUnmodifiedSince = call.header(prefix + "if-unmodified-since").flatMap(HTTPDate.instant)
  }

  /// For a GET or HEAD. `notModified` is what is answered when the client has it already.
  func checkRead(_ object: StoredObject, notModified: S3Error) throws(S3Error) {
    if let ifMatch {
      guard Self.matches(ifMatch, object.etag) else { throw Self.failed("If-Match") }
    } else if let ifUnmodifiedSince, object.modified > ifUnmodifiedSince {
      throw Self.failed("If-Unmodified-Since")
    }
    if let ifNoneMatch {
      if Self.matches(ifNoneMatch, object.etag) { throw notModified }
    } else if let ifModifiedSince, object.modified <= ifModifiedSince {
      throw notModified
    }
  }

  /// For what replaces an object; nil when there is none.
  func checkWrite(_ object: StoredObject?, key: String) throws(S3Error) {
    if let ifMatch {
      guard let object else { throw .noSuchKey(key) }
      guard Self.matches(ifMatch, object.etag) else { throw Self.failed("If-Match") }
    }
    if let ifNoneMatch {
      guard ifNoneMatch == "*" else { throw .notImplemented("If-None-Match") }
      guard object == nil else { throw Self.failed("If-None-Match") }
    }
  }

  private static func failed(_ condition: String) -> S3Error {
    var error = S3Error.preconditionFailed
    error.details = [("Condition", condition)]
    return error
  }

  private static func matches(_ condition: String, _ etag: String) -> Bool {
    condition == "*" || condition.split(separator: ",").contains { EntityTag.bare($0) == etag }
  }
}

/// Entity tags, with and without the quotes that HTTP has around them.
enum EntityTag {
  static func bare(_ text: some StringProtocol) -> String {
    var tag = text.drop { $0 == " " }
    if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
    return String(tag.filter { $0 != "\"" && $0 != " " })
  }

  static func quoted(_ etag: String) -> String { "\"\(etag)\"" }
}
