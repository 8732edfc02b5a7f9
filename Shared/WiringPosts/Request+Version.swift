package import Core
package import LambdaRuntime
package import Posts
internal import Publishing

extension Request {
  /// What `If-Match` says of the version, or nil without one.
  package func expectedVersion() throws(Problem) -> ExpectedVersion? {
    guard let text = header("if-match") else { return nil }
    guard let version = ExpectedVersion(ifMatch: text) else {
      throw Problem(400, "invalid_if_match", "If-Match holds the post's version, as its ETag gives it, or *.")
    }
    return version
  }

  package func requiredVersion() throws -> ExpectedVersion {
    guard let version = try expectedVersion() else { throw PostError.versionRequired }
    return version
  }
}
