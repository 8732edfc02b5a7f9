internal import Core
internal import Platforms
internal import Synchronization

/// A platform whose refresh tokens are good once: a second use of one takes all access back.
final class RotatingPlatform: Connector, Sendable {
  let id = "x"
  let name = "Rotating"
  private let refusal: PlatformError?
  private let count = Mutex(0)

  init(refusing kind: PlatformError.Kind? = nil) { refusal = kind.map { .scripted($0) } }

  /// One that gave nothing to renew with.
  init(unrenewable: Void) {
    refusal = PlatformError(.reauthorize, code: PlatformError.noRefreshToken, detail: "As the test says.")
  }

  /// How often a token was renewed.
  var refreshed: Int { count.withLock { $0 } }

  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    if let refusal { throw refusal }
    let number = count.withLock { count in
      count += 1
      return count
    }
    guard grant.refreshToken == "r\(number - 1)" else { throw .scripted(.reauthorize) }
    return Grant(
      accessToken: "new\(number)", refreshToken: "r\(number)", expiresAt: .now() + .seconds(7200))
  }

  func preparationTime(of content: Content) -> Duration { .zero }
  func violations(of content: Content, at pointer: String) -> [FieldError] { [] }
  func measures(of content: Content) -> [TextMeasure] { [] }
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String { redirectURI }
  func steps(of content: Content) -> Int { 1 }

  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    throw .unsupported("not in these tests")
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    throw .unsupported("not in these tests")
  }

  func revoke(_ grant: Grant) throws(PlatformError) { throw .unsupported("not in these tests") }

  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    throw .unsupported("not in these tests")
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    throw .unsupported("not in these tests")
  }

  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    throw .unsupported("not in these tests")
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? { nil }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    throw .unsupported("not in these tests")
  }
}
