internal import Core
internal import HTTPClient

/// YouTube, Data API v3 (https://developers.google.com/youtube/v3).
///
/// A video is uploaded within a session. All but its last piece is sent ahead; the last one makes the video, and the
/// session tells ever after whether it has. So a video is never made twice.
///
/// Options of a variant: `privacy_status` (`public`, `unlisted`, `private`; `public` when absent), `tags`,
/// `category_id` (`22`: people and blogs), `made_for_kids`, `contains_synthetic_media`, `embeddable`, `license`
/// (`youtube`, `creativeCommon`), `language` (of title and description), `notify_subscribers`, `kind` (`video`,
/// `short`). YouTube itself decides what is a Short: `short` only has the video checked, and is linked to as one.
struct YouTube: Connector {
  let world: World
  let application: Application

  let id = "youtube"
  let name = "YouTube"

  /// For the upload, at two megabytes a second; nobody knows the size of a file at a plain address.
  func preparationTime(of content: Content) -> Duration {
    guard let bytes = content.media.first?.facts?.bytes else { return .seconds(600) }
    return .seconds(min(60 + bytes / 2_000_000, 3600))
  }

  /// The video, then the comment below it.
  func steps(of content: Content) -> Int { content.firstComment == nil ? 1 : 2 }

  /// Opens the session, then uploads all but the last piece. Where to go on is what the session says, so that nothing is
  /// sent twice, whoever was here before.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    var handle = publication.handle
    guard publication.posted.isEmpty, handle["complete"] == nil else { return .ready }
    guard let session = try session(of: publication) else {
      return .progressed(try beginSession(publication))
    }
    switch try probe(session, publication.grant) {
    case .complete:
      handle["complete"] = true
      return .progressed(handle)
    case .gone: return try restart(handle)
    case .stored(let count):
      guard count < session.lastPiece else { return .ready }
      let piece = count..<min(count + YouTubeLimits.chunk, session.lastPiece)
      try upload(piece, of: publication, to: session)
      return .progressed(handle)
    }
  }

  /// Begins the upload anew, a few times at most.
  private func restart(_ handle: JSONObject) throws(PlatformError) -> Preparation {
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= 3 else {
      throw PlatformError(
        .transient, code: "session_gone", detail: "YouTube forgot the upload again and again.")
    }
    return .progressed(["restarts": .integer(restarts)])
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    guard step == 0 else { return .published(try comment(publication, timeout: timeout)) }
    guard let session = try session(of: publication) else {
      throw PlatformError(.transient, code: "no_session", detail: "The upload has not begun.")
    }
    if publication.handle["complete"] == nil {
      try uploadLast(of: publication, to: session, timeout: timeout)
    }
    // YouTube works on every video before it shows it.
    return .processing(.seconds(2))
  }

  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    do throws(PlatformError) {
      guard step == 0 else { return try findComment(publication) }
      guard let session = try session(of: publication) else { return .absent }
      switch try probe(session, publication.grant) {
      case .complete(let video): return try state(of: video, publication.grant, since: start)
      case .stored: return .absent
      case .gone: return .inconclusive
      }
    } catch {
      // Nobody may look until the quota begins anew; the probe of a session costs nothing.
      switch error.kind {
      case .quotaExhausted(let until), .applicationLimited(let until):
        return .processing(max(until - .now(), .seconds(60)))
      default: throw error
      }
    }
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    publication.content.option("kind") == "short"
      ? PublicAddress.text("www.youtube.com", "/shorts/\(remoteID)")
      : PublicAddress.text("www.youtube.com", "/watch?v=\(remoteID)")
  }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    do {
      _ = try call("DELETE", "/videos?id=\(remoteID)", publication.grant)
    } catch {
      guard error.kind == .notFound else { throw error }
    }
  }
}
