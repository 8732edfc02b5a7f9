internal import Core
internal import HTTPClient

/// Videos in pieces (https://developers.facebook.com/docs/graph-api/video-uploads).
extension Facebook {
  /// Announces the video, then sends one piece per call. Facebook says after each which bytes it wants next, so
  /// that an upload goes on where it was left, whatever was lost.
  func prepareVideo(_ publication: Publication) throws(PlatformError) -> Preparation {
    guard let video = publication.content.media.first else { return .ready }
    guard let session = publication.handle["session"]?.string else {
      return .progressed(try beginVideo(video, publication))
    }
    guard let start = publication.handle["start"]?.integer, let end = publication.handle["end"]?.integer,
      start < end
    else { return .ready }
    let piece = start..<min(end, start.saturated(plus: FacebookLimits.chunk))
    let bytes = try world.fetchMedia(video, range: piece)
    let fields = [
      ("upload_phase", "transfer"), ("upload_session_id", session), ("start_offset", String(start)),
    ]
    switch try transfer(bytes, fields, publication) {
    case .success(let answer): return .progressed(try advanced(publication.handle, answer))
    // These are not the bytes that it wants next: a piece arrived though its answer did not.
    case .failure(let failure) where failure.subcode == 1_363_037 && failure.data["start_offset"] != nil:
      return .progressed(try advanced(publication.handle, failure.data))
    case .failure(let failure) where Self.lostUploads.contains(failure.subcode):
      return try restart(publication.handle, graph(Self.videoHost).error(failure, false))
    case .failure(let failure): throw graph(Self.videoHost).error(failure, false)
    }
  }

  /// The upload timed out, cannot be continued, or is not known any more (the subcodes that Meta's own SDK for
  /// PHP calls errors of a resumable upload).
  private static let lostUploads: Set<Int64> = [1_363_019, 1_363_021, 1_363_030, 1_363_033, 1_363_041]

  private func beginVideo(_ video: Media, _ publication: Publication) throws(PlatformError) -> JSONObject {
    let answer = try graph(Self.videoHost).call(
      "POST", "/\(publication.identity.remoteID)/videos", publication.grant.accessToken,
      form: [("upload_phase", "start"), ("file_size", String(try world.mediaSize(video)))])
    guard let session = Self.text(answer["upload_session_id"]), let id = Self.text(answer["video_id"]) else {
      throw PlatformError(.transient, code: "no_id", detail: "Facebook began no upload of the video.")
    }
    var handle = publication.handle
    handle["begun"] = .integer(Instant.now().seconds)
    handle["session"] = .string(session)
    handle["video"] = .string(id)
    return try advanced(handle, answer)
  }

  /// Notes the bytes that are wanted next; none when both numbers are the same.
  private func advanced(_ handle: JSONObject, _ answer: JSON) throws(PlatformError) -> JSONObject {
    guard let start = Self.text(answer["start_offset"]).flatMap(Int64.init),
      let end = Self.text(answer["end_offset"]).flatMap(Int64.init), 0 <= start, start <= end
    else {
      throw PlatformError(
        .transient, code: "no_offset", detail: "Facebook did not say which bytes of the video it wants next.")
    }
    var handle = handle
    handle["start"] = .integer(start)
    handle["end"] = .integer(end)
    return handle
  }

  /// Begins the preparation anew, a few times at most.
  func restart(_ handle: JSONObject, _ error: PlatformError) throws(PlatformError) -> Preparation {
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= 3 else { throw error }
    return .progressed(["restarts": .integer(restarts)])
  }

  /// Numbers come as text or as numbers.
  private static func text(_ json: JSON?) -> String? { json?.string ?? json?.integer.map { String($0) } }

  func finishVideo(_ publication: Publication, _ timeout: Duration) throws(PlatformError) -> Outcome {
    var form = [
      ("upload_phase", "finish"), ("upload_session_id", publication.handle["session"]?.string ?? ""),
      ("description", publication.content.textWithLink),
    ]
    if let title = publication.content.title { form.append(("title", title)) }
    _ = try graph(Self.videoHost).call(
      "POST", "/\(publication.identity.remoteID)/videos", publication.grant.accessToken, form: form,
      isMutating: true, timeout: timeout)
    return .processing(.seconds(5))
  }
}
