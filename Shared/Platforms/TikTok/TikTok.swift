internal import Core
internal import HTTPClient

/// TikTok, Content Posting API, direct post (https://developers.tiktok.com/doc/content-posting-api-get-started).
///
/// A video is announced, then sent in pieces: all but the last ahead, and the last one publishes it. Photos are fetched by
/// TikTok, so that announcing them publishes them. `publish_id` tells afterwards what became of either.
///
/// Options of a variant: `privacy_level` (required, one that TikTok offers the creator: `PUBLIC_TO_EVERYONE`,
/// `MUTUAL_FOLLOW_FRIENDS`, `FOLLOWER_OF_CREATOR`, `SELF_ONLY`), `disable_comment`, `disable_duet`, `disable_stitch` (the
/// latter two for videos), `brand_content_toggle` (paid partnership), `brand_organic_toggle` (own business), `is_aigc` (made
/// by AI; videos), `cover_ms` (the moment of the video's cover), `auto_add_music`, `photo_cover_index` (photos).
struct TikTok: Connector {
  let world: World
  let application: Application

  let id = "tiktok"
  let name = "TikTok"

  /// The upload must not be older than an hour, so it begins late.
  func preparationTime(of content: Content) -> Duration {
    guard isVideo(content) else { return .seconds(10) }
    guard let bytes = content.media.first?.facts?.bytes else { return .seconds(300) }
    return .seconds(min(60 + bytes / 2_000_000, 1800))
  }

  func steps(of content: Content) -> Int { 1 }

  func isVideo(_ content: Content) -> Bool { content.media.first?.isVideo ?? false }

  /// Asks what the creator may do, as TikTok demands before every post; then announces a video and sends all but its last
  /// piece.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    var handle = publication.handle
    guard publication.posted.isEmpty else { return .ready }
    guard handle["creator"] != nil else {
      handle["creator"] = .object(try checkCreator(publication))
      return .progressed(handle)
    }
    guard isVideo(publication.content) else { return .ready }
    guard let upload = try upload(of: publication) else { return .progressed(try beginUpload(publication)) }
    guard upload.isFresh else { return try restart(handle) }
    guard upload.sent < upload.chunks - 1 else { return .ready }
    let response = try put(chunk: upload.sent, upload, publication, timeout: .seconds(30))
    switch response.status {
    case 206:
      handle["sent"] = .integer(upload.sent + 1)
      return .progressed(handle)
    case 416:
      // A piece was sent but not noted: TikTok tells what it has.
      let stored = try status(publication)["uploaded_bytes"]?.number ?? 0
      guard stored / upload.chunk > upload.sent else { return try restart(handle) }
      handle["sent"] = .integer(min(stored / upload.chunk, upload.chunks - 1))
      return .progressed(handle)
    case 403, 404: return try restart(handle)
    default: throw Self.error(response.status, response.json, isMutating: false)
    }
  }

  /// Announces the video anew, a few times at most. What was announced and never sent is forgotten by TikTok.
  private func restart(_ handle: JSONObject) throws(PlatformError) -> Preparation {
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= 3 else {
      throw PlatformError(
        .transient, code: "upload_gone", detail: "TikTok forgot the upload again and again.")
    }
    return .progressed(["restarts": .integer(restarts)])
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    guard isVideo(publication.content) else {
      var handle = publication.handle
      handle["publish_id"] = .string(try announcePhotos(publication, timeout: timeout))
      return .processing(.seconds(2), noting: handle)
    }
    try sendLast(publication, timeout: timeout)
    return .processing(.seconds(2))
  }

  /// What became of a `publish_id`. Photos whose answer was lost have none: whether TikTok has them, only a person sees.
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    guard let publishID = publication.handle["publish_id"]?.string else {
      return .untold(
        "TikTok tells about photos by the number in its answer only, and that answer was lost.")
    }
    let data = try status(publication)
    let age = Instant.now() - start
    switch data["status"]?.string {
    case "PUBLISH_COMPLETE":
      // The misspelling is TikTok's. A private post never has it, a public one not before it is moderated.
      let id = data["publicaly_available_post_id"]?[0]
      return .found([id?.integer.map { String($0) } ?? id?.string ?? publishID])
    case "FAILED": return .refused(Self.failure(data["fail_reason"]?.string ?? "unknown"))
    case "PROCESSING_UPLOAD":
      let bytes = publication.handle["bytes"]?.integer ?? 0
      guard data["uploaded_bytes"]?.number ?? 0 >= bytes else { return .absent }
      fallthrough
    // Asked more rarely the longer it takes.
    default: return .processing(min(max(age / 4, .seconds(5)), .seconds(300)))
    }
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    // A private post has no address, and a new one none before it is moderated.
    guard remoteID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let kind = isVideo(publication.content) ? "video" : "photo"
    return PublicAddress.text("www.tiktok.com", "/@\(publication.identity.name)/\(kind)/\(remoteID)")
  }

  var removalByPeople: String? { "TikTok lets only people delete posts: do it in the app." }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    throw .unsupported(removalByPeople ?? "")
  }
}
