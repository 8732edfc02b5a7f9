internal import Core
internal import Platforms
internal import Synchronization

/// A platform whose refresh tokens are good once: a second use of one takes all access back.
final class RotatingPlatform: Connector, Sendable {
  let id = "x"
  let name = "Rotating"
  private let refusal: Mutex<PlatformError?>
  private let count = Mutex(0)
  private let posted = Mutex<[String: [String]]>([:])

  /// What the next refreshes say was granted; nil when they say nothing.
  let granted = Mutex<Set<String>?>(nil)

  init(refusing kind: PlatformError.Kind? = nil) { refusal = Mutex(kind.map { .scripted($0) }) }

  /// One that gave nothing to renew with.
  init(unrenewable: Void) {
    refusal = Mutex(
      PlatformError(.reauthorize, code: PlatformError.notRenewable, detail: "As the test says."))
  }

  /// How often a token was renewed.
  var refreshed: Int { count.withLock { $0 } }
  /// The tokens that each text was published with.
  var published: [String: [String]] { posted.withLock { $0 } }

  /// Renews tokens from now on.
  func recover() { refusal.withLock { $0 = nil } }

  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    if let refusal = refusal.withLock({ $0 }) { throw refusal }
    let number = count.withLock { count in
      count += 1
      return count
    }
    guard grant.refreshToken == "r\(number - 1)" else { throw .scripted(.reauthorize) }
    return Grant(
      accessToken: "new\(number)", refreshToken: "r\(number)", expiresAt: .now() + .seconds(7200),
      scopes: granted.withLock { $0 })
  }

  func preparationTime(of content: Content) -> Duration { .zero }
  func violations(of content: Content, at pointer: String) -> [FieldError] { [] }
  func target(for media: Media, in content: Content) -> MediaTarget? { nil }
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

  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation { .ready }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    let text = publication.content.text
    posted.withLock { $0[text, default: []].append(publication.grant.accessToken) }
    return .published(Published(remoteID: text, permalink: "https://x.test/\(text)"))
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
