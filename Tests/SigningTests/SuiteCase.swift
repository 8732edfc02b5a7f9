internal import Testing

internal import Testing

/// A request of AWS's signing test suite with its two signatures.
///
/// Taken as data from https://github.com/awslabs/aws-c-auth, `tests/aws-signing-test-suite/v4` (Apache License 2.0).
/// All are signed with the same keys at 2015-08-30T12:36:00Z, for the region us-east-1 and the service "service";
/// those in a query hold for 3,600 seconds. Where the suite has no file of its own stored for a case, the case is not
/// repeated here.
struct SuiteCase: Sendable, CustomTestStringConvertible {
  let name: String
  var method = "GET"
  var path = "/"
  var query = ""
  /// Besides `Host` and `X-Amz-Date`; all are signed.
  var headers: [(name: String, value: String)] = []
  /// In the query of the query form; a token in a header is one of `headers`.
  var token: String?
  var body = ""
  /// Whether dots and empty segments of the path are resolved.
  var normalized = true
  /// Signatures in the header and in the query.
  let header: String
  let inQuery: String

  var testDescription: String { name }
}
