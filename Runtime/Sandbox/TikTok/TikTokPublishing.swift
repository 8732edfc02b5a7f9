internal import Core
internal import HTTPServer
internal import NIOCore

/// Direct posts: what the creator may do, announcing, sending, asking.
extension TikTok {
  private static let levels: Set<String> = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]
  /// Posts of a creator in 24 hours, by all applications together.
  private static let dailyPosts = 15

  func showCreator(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let grant = try caller(call, "video.publish")
    // A refusal with the status of a success.
    guard hasRoom(grant) else { throw Self.tooManyPosts(200) }
    return .tikTok([
      "creator_avatar_url": "https://p16-sign.tiktokcdn.com/avatar.webp",
      "creator_username": .string(grant.username), "creator_nickname": .string(grant.username),
      "privacy_level_options": .array(Self.levels.sorted().map { .string($0) }), "comment_disabled": false,
      "duet_disabled": .bool(grant.username.hasPrefix("noduet")), "stitch_disabled": false,
      "max_video_post_duration_sec": 600,
    ])
  }

  func beginVideo(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let grant = try caller(call, "video.publish")
    let info = call.json?["post_info"] ?? .null
    let source = call.json?["source_info"] ?? .null
    guard source["source"]?.string == "FILE_UPLOAD" else {
      throw .tikTok(400, "invalid_params", "Only FILE_UPLOAD is simulated for videos.")
    }
    guard let bytes = source["video_size"]?.integer, let chunk = source["chunk_size"]?.integer,
      let count = source["total_chunk_count"]?.integer, Self.isPlan(bytes, chunk, count)
    else { throw .tikTok(400, "invalid_params", "The chunk size or the total chunk count is invalid") }
    try check(info, grant, texts: [("title", Self.captionRule)])
    guard !grant.username.hasPrefix("noduet") || info["disable_duet"]?.bool == true else {
      throw .tikTok(400, "invalid_params", "Duet is disabled by the creator.")
    }
    let post = insert(
      TikTokPost(
        id: "v_pub_file~v2-1.\(makeID())", username: grant.username, text: info["title"]?.string ?? "",
        privacy: info["privacy_level"]?.string ?? "", totalBytes: bytes, chunkBytes: chunk, beganAt: world.now
      ))
    let query = URLForm.encode([("upload_id", post.id), ("upload_token", Secret.make())])
    return .tikTok([
      "publish_id": .string(post.id),
      "upload_url": .string("https://open-upload.tiktokapis.com/video/?" + query),
    ])
  }

  /// Whole files up to 64 MB; else pieces of 5 to 64 MB, of which the last takes the rest.
  private static func isPlan(_ bytes: Int64, _ chunk: Int64, _ count: Int64) -> Bool {
    guard (1...4 << 30).contains(bytes), chunk > 0, (1...1000).contains(count) else { return false }
    if chunk == bytes { return count == 1 && bytes <= 64_000_000 }
    return (5_000_000...64_000_000).contains(chunk) && chunk < bytes && count == bytes / chunk
  }

  private func check(
    _ info: JSON, _ grant: TikTokTokens.Grant, texts: [(String, TextRule)]
  ) throws(Refusal) {
    for (member, rule) in texts where rule.objection(to: info[member]?.string ?? "") != nil {
      throw .tikTok(400, "invalid_params", "The \(member) is too long.")
    }
    guard Self.levels.contains(info["privacy_level"]?.string ?? "") else {
      throw .tikTok(403, "privacy_level_option_mismatch", "Please use a privacy level of creator_info.")
    }
    guard hasRoom(grant) else { throw Self.tooManyPosts(403) }
  }

  private func hasRoom(_ grant: TikTokTokens.Grant) -> Bool {
    let since = world.now + .seconds(-86_400)
    let recent = posts.values.count { post in
      guard case .published(_, let time) = post.outcome else { return false }
      return post.username == grant.username && time > since
    }
    return !world.settings.enforcesRateLimits || recent < Self.dailyPosts
  }

  private static func tooManyPosts(_ status: Int) -> Refusal {
    .tikTok(status, "spam_risk_too_many_posts", "The daily post cap from the API is reached for the user.")
  }

  private func insert(_ post: TikTokPost) -> TikTokPost {
    posts[post.id] = post
    world.remember(name, "post", post.record)
    return post
  }

  /// `PUT` of a piece: 206 when more has to come, 201 for the last one.
  func receive(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard var post = call.query("upload_id").flatMap({ posts[$0] }), call.query("upload_token") != nil,
      world.now - post.beganAt < TikTokPost.uploadLifetime
    else { throw Refusal(HTTPReply(status: 403)) }
    guard let place = TikTokPlace(call.request), place.total == post.totalBytes,
      Int64(call.request.body.count) == Int64(place.range.count),
      place.range.lowerBound == post.content.count,
      place.range.upperBound == place.total
        ? place.range.lowerBound == (post.chunks - 1) * post.chunkBytes
        : Int64(place.range.count) == post.chunkBytes
    else {
      let stored = post.content.count
      throw Refusal(
        HTTPReply(
          status: 416, headers: [("content-range", "bytes 0-\(max(0, stored - 1))/\(post.totalBytes)")]))
    }
    let type = call.contentType
    guard ["video/mp4", "video/quicktime", "video/webm"].contains(type) else {
      throw Refusal(HTTPReply(status: 415))
    }
    if post.content.count == Int64(post.beginning.count), post.beginning.isEmpty {
      post.beginning = call.request.body
    }
    post.content.add(call.request.body[...])
    posts[post.id] = post
    world.remember(name, "piece", post.piece)
    let range = (name: "content-range", value: "bytes 0-\(post.content.count - 1)/\(post.totalBytes)")
    guard post.content.count == post.totalBytes else {
      return .now(HTTPReply(status: 206, headers: [range]))
    }
    let isTaken = MediaRule.tikTok.objection(to: post.beginning, of: Int(post.totalBytes)) == nil
    posts[post.id]?.beginning = []
    finish(
      post, kind: "video", media: [post.content.text],
      failure: post.content.isVideo && isTaken ? nil : "file_format_check_failed")
    return .now(HTTPReply(status: 201, headers: [range]))
  }

  /// Photos are fetched by TikTok when they are announced.
  func beginPhotos(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let grant = try caller(call, "video.publish")
    let info = call.json?["post_info"] ?? .null
    let source = call.json?["source_info"] ?? .null
    let photos = source["photo_images"]?.array?.compactMap(\.string) ?? []
    guard call.json?["media_type"]?.string == "PHOTO", call.json?["post_mode"]?.string == "DIRECT_POST",
      source["source"]?.string == "PULL_FROM_URL", (1...35).contains(photos.count),
      (0..<Int64(photos.count)).contains(source["photo_cover_index"]?.integer ?? 0)
    else { throw .tikTok(400, "invalid_params", "The request body is not valid.") }
    try check(info, grant, texts: [("title", Self.titleRule), ("description", Self.descriptionRule)])
    let text = info["description"]?.string ?? ""
    let post = insert(
      TikTokPost(
        id: "p_pub_url~v2.\(makeID())", username: grant.username,
        text: text.isEmpty ? info["title"]?.string ?? "" : text,
        privacy: info["privacy_level"]?.string ?? "", totalBytes: 0, chunkBytes: 0, beganAt: world.now))
    // What is on this machine is looked at; of the rest only the address is known.
    let fetches = photos.compactMap { OutboundCalls(eventLoop: world.eventLoop).fetch($0) }
    EventLoopFuture.whenAllComplete(fetches, on: world.eventLoop).assumeIsolated().whenSuccess {
      [self] results in
      let answers = results.map { try? $0.get() }
      let isReached = answers.allSatisfy { $0?.status == 200 }
      let arePhotos = answers.allSatisfy { Self.isPhoto($0?.body ?? []) }
      finish(
        post, kind: "photo", media: photos,
        failure: !isReached ? "photo_pull_failed" : arePhotos ? nil : "file_format_check_failed")
    }
    return .tikTok(["publish_id": .string(post.id)])
  }

  private static func isPhoto(_ bytes: [UInt8]) -> Bool {
    switch ImageFormat(of: bytes) {
    case .jpeg, .webp: MediaRule.tikTok.objection(to: bytes) == nil
    default: false
    }
  }

  private func finish(_ post: TikTokPost, kind: String, media: [String], failure: String?) {
    let now = world.now
    if let failure {
      world.remember(
        name, "failed",
        ["id": .string(post.id), "reason": .string(failure), "time": .integer(now.microseconds)])
      posts[post.id]?.outcome = .failed(failure, now)
      return
    }
    let id = makeID()
    let grant = TikTokTokens.Grant(username: post.username, scopes: [], expiresAt: now)
    world.ledger.record(
      Publication(
        platform: name, accountID: grant.openID, id: String(id), kind: kind, text: post.text, media: media,
        source: post.id, publishedAt: now))
    posts[post.id]?.outcome = .published(id, now)
  }

  func showStatus(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let grant = try caller(call, "video.publish")
    guard let post = posts[call.json?["publish_id"]?.string ?? ""], post.username == grant.username else {
      throw .tikTok(400, "invalid_publish_id", "The publish_id does not exist.")
    }
    let isUpload = post.chunkBytes > 0
    var data: JSONObject = ["status": .string(isUpload ? "PROCESSING_UPLOAD" : "PROCESSING_DOWNLOAD")]
    if isUpload { data["uploaded_bytes"] = .integer(post.content.count) }
    let processing = world.settings.processingTime
    switch post.outcome {
    case .published(let id, let time) where world.now >= time + processing:
      data["status"] = "PUBLISH_COMPLETE"
      // Only what everybody may see is moderated and gets an id.
      if post.privacy == "PUBLIC_TO_EVERYONE" { data["publicaly_available_post_id"] = [.integer(id)] }
    case .failed(let reason, let time) where world.now >= time + processing:
      data["status"] = "FAILED"
      data["fail_reason"] = .string(reason)
    default: break
    }
    return .tikTok(.object(data))
  }
}
