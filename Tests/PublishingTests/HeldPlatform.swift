internal import Core
internal import NIOCore
internal import NIOPosix
internal import Platforms
internal import Synchronization

/// A platform whose request is under way until it is let go, while another thread does something else.
final class HeldPlatform: Connector, Sendable {
  let id = "x"
  let name = "Held"
  private let begun: EventLoopPromise<Void>
  private let released: EventLoopPromise<Void>
  private let answer: Result<Outcome, PlatformError>

  init(answering answer: Result<Outcome, PlatformError>) {
    let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
    begun = eventLoop.makePromise()
    released = eventLoop.makePromise()
    self.answer = answer
  }

  /// Returns when its request is under way.
  func awaitRequest() async throws { try await begun.futureResult.get() }

  func release() { released.succeed() }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    begun.succeed()
    try? released.futureResult.wait()
    return try answer.get()
  }

  func steps(of content: Content) -> Int { 1 + content.thread.count }
  func preparationTime(of content: Content) -> Duration { .zero }
  func violations(of content: Content, at pointer: String) -> [FieldError] { [] }
  func target(for media: Media, in content: Content) -> MediaTarget? { nil }
  func measures(of content: Content) -> [TextMeasure] { [] }
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String { redirectURI }
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant { grant }
  func revoke(_ grant: Grant) throws(PlatformError) {}
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation { .ready }
  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? { nil }

  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    throw .unsupported("not in these tests")
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    throw .unsupported("not in these tests")
  }

  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    throw .unsupported("not in these tests")
  }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    throw .unsupported("not in these tests")
  }
}
