internal import Core
internal import Cryptography
internal import HTTPServer

/// The resumable upload: open a session, send pieces, ask how far it is.
extension YouTube {
  func beginUpload(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let channel = try caller(call, "youtube.upload", "youtube", "youtube.force-ssl")
    guard call.query("uploadType") == "resumable" else {
      throw .google(400, "badRequest", "Only uploadType=resumable is simulated here.")
    }
    let type = call.request.header("x-upload-content-type") ?? "application/octet-stream"
    guard type.hasPrefix("video/") || type == "application/octet-stream" else {
      throw .google(
        400, "badContent",
        "Media type '\(type)' is not supported. Valid media types: [video/*, application/octet-stream]")
    }
    guard !channel.title.hasPrefix("nochannel") else {
      throw .google(
        401, "youtubeSignupRequired", "Unauthorized", domain: "youtube.header", location: "Authorization")
    }
    let length = call.request.header("x-upload-content-length")
    let upload = YouTubeUpload(
      id: Secret.make("AHmUCY", bytes: 24), channel: channel, details: try YouTubeDetails(call.json),
      totalBytes: length.flatMap { Int64($0) }, beganAt: world.now)
    uploads[upload.id] = upload
    world.remember(name, "upload", upload.record)
    // An address in the real world, as all that platforms name.
    let query = URLForm.encode([
      ("uploadType", "resumable"), ("part", call.query("part") ?? ""), ("upload_id", upload.id),
    ])
    let location = "https://\(call.host)/upload/youtube/v3/videos?" + query
    return .now(
      HTTPReply(
        status: 200, headers: [("location", location), ("x-guploader-uploadid", upload.id)], body: []))
  }

  func continueUpload(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    // The session's address is as good as a token, but a token that is sent must be good.
    if call.bearerToken != nil { _ = try caller(call, "youtube.upload", "youtube", "youtube.force-ssl") }
    guard var upload = call.query("upload_id").flatMap({ uploads[$0] }) else {
      throw .google(404, "notFound", "Upload not found.")
    }
    guard world.now - upload.beganAt < YouTubeUpload.lifetime else {
      throw .google(410, "gone", "The upload session is no longer available.")
    }
    guard let place = YouTubePlace(call.request),
      place.total == nil || place.total == upload.totalBytes ?? place.total
    else { throw .google(400, "badRequest", "Failed to parse Content-Range header.") }
    if let video = upload.videoID.flatMap({ videos[$0] }) { return .json(video.render([], at: world.now)) }
    guard let piece = place.piece else { return Self.resume(upload) }
    try Self.check(piece, of: place, call.request.body, upload)
    upload.receive(call.request.body, from: piece.lowerBound)
    uploads[upload.id] = upload
    world.remember(name, "piece", upload.piece)
    guard upload.content.count == place.total else { return Self.resume(upload) }
    return .json(complete(upload).render([], at: world.now))
  }

  private static func check(
    _ piece: Range<Int64>, of place: YouTubePlace, _ body: [UInt8], _ upload: YouTubeUpload
  ) throws(Refusal) {
    guard Int64(body.count) == Int64(piece.count), piece.upperBound <= place.total ?? piece.upperBound else {
      throw .google(400, "badRequest", "Content-Length does not match the byte range of Content-Range.")
    }
    guard piece.lowerBound <= upload.content.count, piece.upperBound > upload.content.count else {
      throw .google(400, "badRequest", "Invalid request. The byte range does not begin where the upload is.")
    }
    guard place.isLast || piece.count.isMultiple(of: 262_144) else {
      throw .google(
        400, "badRequest",
        "Invalid request. The number of bytes uploaded is required to be equal or greater than 262144, except for "
          + "the final request (it's recommended to be the exact multiple of 262144). The received request contained "
          + "\(piece.count) bytes, which does not meet this requirement.")
    }
  }

  /// 308 with the last byte that arrived; without `Range` none has.
  private static func resume(_ upload: YouTubeUpload) -> Answer {
    let stored = upload.content.count
    return .now(
      HTTPReply(status: 308, headers: stored > 0 ? [("range", "bytes=0-\(stored - 1)")] : [], body: []))
  }

  /// Makes the video. What cannot be played, or is there already, is refused later on and never becomes public.
  private func complete(_ upload: YouTubeUpload) -> YouTubeVideo {
    let now = world.now
    let isRepeated = videos.values.contains {
      $0.channelID == upload.channel.id && $0.content == upload.content
        && $0.details.title == upload.details.title
        && $0.refusal == nil
    }
    let refusal: (String, String)? =
      !upload.content.isVideo
      ? ("failed", "invalidFile")
      : isRepeated && !world.conditions.allowsDuplicates ? ("rejected", "duplicate") : nil
    if let (status, reason) = refusal {
      world.remember(
        name, "refused",
        [
          "id": .string(upload.id), "status": .string(status), "reason": .string(reason),
          "time": .integer(now.microseconds),
        ])
    } else {
      world.ledger.record(
        Publication(
          platform: name, accountID: upload.channel.id, id: Self.videoID(upload), kind: "video",
          text: upload.details.text, media: [upload.content.text], source: upload.id, publishedAt: now))
    }
    return insertVideo(of: upload, at: now, refused: refusal)
  }

  @discardableResult
  func insertVideo(
    of upload: YouTubeUpload, at time: Instant, refused refusal: (status: String, reason: String)?
  ) -> YouTubeVideo {
    let video = YouTubeVideo(
      id: Self.videoID(upload), upload: upload, createdAt: time, visibleAt: time + world.conditions.readLag,
      processedAt: time + world.settings.processingTime, refusal: refusal)
    videos[video.id] = video
    uploads[upload.id]?.videoID = video.id
    return video
  }

  /// Eleven characters, the same for the same upload.
  private static func videoID(_ upload: YouTubeUpload) -> String {
    String(Base64.urlEncode(SHA256.hash(Array(upload.id.utf8))).prefix(11))
  }
}
