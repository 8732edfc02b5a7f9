internal import Core
internal import HTTPClient

/// https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
extension TikTok {
  /// A video that was announced.
  struct Upload {
    /// In our world.
    let url: String
    let bytes: Int64
    let announcedAt: Instant
    /// Pieces that have arrived.
    let sent: Int64

    /// A small file is one piece.
    var chunk: Int64 { min(bytes, TikTokLimits.chunk) }
    /// The rest belongs to the last one.
    var chunks: Int64 { bytes / chunk }

    /// With time left for the last piece.
    var isFresh: Bool { .now() - announcedAt < TikTokLimits.uploadLifetime - .seconds(300) }

    func range(of index: Int64) -> Range<Int64> {
      index * chunk..<(index == chunks - 1 ? bytes : (index + 1) * chunk)
    }
  }

  /// What an earlier call announced; nil before that.
  func upload(of publication: Publication) throws(PlatformError) -> Upload? {
    let handle = publication.handle
    guard let address = handle["upload"]?.string, let bytes = handle["bytes"]?.integer, bytes > 0,
      let announced = handle["announced"]?.integer
    else { return nil }
    guard let url = world.url(named: address, below: "tiktokapis.com") else {
      throw PlatformError(
        .permanent, code: "upload_address",
        detail: "TikTok named an address for the upload that is not its own.")
    }
    return Upload(
      url: url, bytes: bytes, announcedAt: Instant(seconds: announced), sent: handle["sent"]?.integer ?? 0)
  }

  /// Asks what the creator may do; returns what they have switched off.
  func checkCreator(_ publication: Publication) throws(PlatformError) -> JSONObject {
    let info = try creator(publication.grant)
    let levels = info["privacy_level_options"]?.array?.compactMap(\.string) ?? []
    guard levels.contains(publication.content.option("privacy_level") ?? "") else {
      throw PlatformError(
        .contentRejected, code: "privacy_level_option_mismatch",
        detail: "TikTok lets \(publication.identity.name) post as \(levels.joined(separator: ", ")) only.")
    }
    if let longest = info["max_video_post_duration_sec"]?.number,
      let duration = publication.content.media.first?.facts?.duration, duration > .seconds(longest)
    {
      throw PlatformError(
        .mediaRejected, code: "duration_check_failed",
        detail: "TikTok lets \(publication.identity.name) post videos of \(longest) seconds at most.")
    }
    let members = ["comment_disabled", "duet_disabled", "stitch_disabled"]
    return JSONObject(members.map { (name: $0, value: info[$0] ?? false) })
  }

  /// Announces the video; nothing is published before its last byte. Returns the new handle.
  func beginUpload(_ publication: Publication) throws(PlatformError) -> JSONObject {
    guard let video = publication.content.media.first else {
      throw PlatformError(.mediaRejected, code: "no_video", detail: "There is no video to upload.")
    }
    let bytes: Int64
    if let facts = video.facts { bytes = facts.bytes } else { bytes = try world.mediaSize(video) }
    guard (1...TikTokLimits.videoBytes).contains(bytes) else {
      throw PlatformError(.mediaRejected, code: "video_size", detail: "TikTok takes videos of 4 GB at most.")
    }
    let now = Instant.now()
    let upload = Upload(url: "", bytes: bytes, announcedAt: now, sent: 0)
    let data = try call(
      "/v2/post/publish/video/init/",
      [
        "post_info": postInfo(publication),
        "source_info": [
          "source": "FILE_UPLOAD", "video_size": .integer(bytes), "chunk_size": .integer(upload.chunk),
          "total_chunk_count": .integer(upload.chunks),
        ],
      ], publication.grant)
    guard let publishID = data["publish_id"]?.string, let address = data["upload_url"]?.string else {
      throw PlatformError(.transient, code: "no_upload", detail: "TikTok opened no upload.")
    }
    var handle = publication.handle
    handle["publish_id"] = .string(publishID)
    handle["upload"] = .string(address)
    handle["bytes"] = .integer(bytes)
    handle["announced"] = .integer(now.seconds)
    handle["sent"] = 0
    return handle
  }

  func put(
    chunk index: Int64, _ upload: Upload, _ publication: Publication, isMutating: Bool = false,
    timeout: Duration
  ) throws(PlatformError) -> InboundResponse {
    let video = publication.content.media.first
    let range = upload.range(of: index)
    let bytes = try world.fetchMedia(video ?? Media(url: ""), range: range)
    let isQuickTime = video?.url.prefix { $0 != "?" && $0 != "#" }.lowercased().hasSuffix(".mov") ?? false
    let type = video?.facts?.contentType ?? (isQuickTime ? "video/quicktime" : "video/mp4")
    return try world.send(
      OutboundRequest(
        "PUT", upload.url,
        headers: [
          ("Content-Type", type),
          ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(upload.bytes)"),
        ], body: bytes, isMutating: isMutating, timeout: timeout))
  }

  /// The piece that publishes the video.
  func sendLast(_ publication: Publication, timeout: Duration) throws(PlatformError) {
    guard let upload = try upload(of: publication) else {
      throw PlatformError(.transient, code: "no_upload", detail: "The upload has not begun.")
    }
    let response = try put(
      chunk: upload.chunks - 1, upload, publication, isMutating: true, timeout: timeout)
    switch response.status {
    case 201: return
    // Its bytes are there already: what became of them is told by the status.
    case 416:
      throw PlatformError(
        .unknownOutcome, code: "http_416", detail: "TikTok has this piece already.", status: 416)
    default: throw Self.error(response.status, response.json, isMutating: true)
    }
  }

  /// Photos are published by announcing them. Returns the `publish_id`.
  func announcePhotos(_ publication: Publication, timeout: Duration) throws(PlatformError) -> String {
    let photos = publication.content.media.map { JSON.string($0.url) }
    let data = try call(
      "/v2/post/publish/content/init/",
      [
        "post_info": postInfo(publication),
        "source_info": [
          "source": "PULL_FROM_URL", "photo_images": .array(photos),
          "photo_cover_index": publication.content.options["photo_cover_index"] ?? 0,
        ], "post_mode": "DIRECT_POST", "media_type": "PHOTO",
      ], publication.grant, isMutating: true, timeout: timeout)
    guard let publishID = data["publish_id"]?.string else {
      throw PlatformError(.unknownOutcome, code: "no_id", detail: "TikTok answered without an id.")
    }
    return publishID
  }

  func status(_ publication: Publication) throws(PlatformError) -> JSON {
    try call(
      "/v2/post/publish/status/fetch/", ["publish_id": publication.handle["publish_id"] ?? ""],
      publication.grant)
  }

  /// What the post says, and what its creator allows: what they have switched off for all posts stays off.
  private func postInfo(_ publication: Publication) -> JSON {
    let (content, options) = (publication.content, publication.content.options)
    let creator = publication.handle["creator"]
    func isOff(_ name: String) -> JSON {
      .bool(options["disable_\(name)"]?.bool == true || creator?["\(name)_disabled"]?.bool == true)
    }
    var info: JSONObject = [
      "privacy_level": options["privacy_level"] ?? "", "disable_comment": isOff("comment"),
      "brand_content_toggle": options["brand_content_toggle"] ?? false,
      "brand_organic_toggle": options["brand_organic_toggle"] ?? false,
    ]
    if isVideo(content) {
      info["title"] = .string(content.textWithLink)
      info["disable_duet"] = isOff("duet")
      info["disable_stitch"] = isOff("stitch")
      if let cover = options["cover_ms"] { info["video_cover_timestamp_ms"] = cover }
      if let isMadeByAI = options["is_aigc"] { info["is_aigc"] = isMadeByAI }
    } else {
      if let title = content.title { info["title"] = .string(title) }
      info["description"] = .string(content.textWithLink)
      info["auto_add_music"] = options["auto_add_music"] ?? false
    }
    return .object(info)
  }
}
