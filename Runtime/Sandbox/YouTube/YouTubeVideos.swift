internal import Core
internal import HTTPServer

/// A video that was made, whatever became of it.
struct YouTubeVideo {
  let id: String
  let channelID: String
  let details: YouTubeDetails
  let content: ContentSum
  let createdAt: Instant
  /// From when on lists have it.
  let visibleAt: Instant
  let processedAt: Instant
  /// `failed` or `rejected`, and why.
  let refusal: (status: String, reason: String)?

  init(
    id: String, upload: YouTubeUpload, createdAt: Instant, visibleAt: Instant, processedAt: Instant,
    refusal: (status: String, reason: String)?
  ) {
    self.id = id
    channelID = upload.channel.id
    details = upload.details
    content = upload.content
    self.createdAt = createdAt
    self.visibleAt = visibleAt
    self.processedAt = processedAt
    self.refusal = refusal
  }

  /// The resource with the parts that were asked for; without any, those of an upload's answer.
  func render(_ parts: [String], at now: Instant) -> JSON {
    let parts = parts.isEmpty ? ["snippet", "status"] : parts
    let isProcessed = now >= processedAt
    var video: JSONObject = ["kind": "youtube#video", "etag": "e", "id": .string(id)]
    if parts.contains("snippet") {
      video["snippet"] = [
        "publishedAt": .string(createdAt.description), "channelId": .string(channelID),
        "title": .string(details.title), "description": .string(details.description),
        "tags": .array(details.tags.map { .string($0) }), "categoryId": .string(details.category),
      ]
    }
    if parts.contains("status") {
      var status: JSONObject = [
        "uploadStatus": .string(isProcessed ? refusal?.status ?? "processed" : "uploaded"),
        "privacyStatus": .string(details.privacy), "license": "youtube", "embeddable": true,
        "selfDeclaredMadeForKids": .bool(details.isForKids),
      ]
      if isProcessed, let refusal {
        status[refusal.status == "failed" ? "failureReason" : "rejectionReason"] = .string(refusal.reason)
      }
      video["status"] = .object(status)
    }
    if parts.contains("processingDetails") {
      let state = !isProcessed ? "processing" : refusal?.status == "failed" ? "failed" : "succeeded"
      video["processingDetails"] = ["processingStatus": .string(state)]
    }
    if parts.contains("statistics") {
      // Counts are strings.
      video["statistics"] = ["viewCount": "0", "likeCount": "0", "favoriteCount": "0", "commentCount": "0"]
    }
    return .object(video)
  }
}

extension YouTube {
  func listVideos(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let channel = try caller(call, "youtube", "youtube.readonly", "youtube.force-ssl")
    let ids = call.list("id")
    guard (1...50).contains(ids.count), call.query("part") != nil else {
      throw .google(
        400, "missingRequiredParameter", "No filter selected. Expected one of: id, chart, myRating")
    }
    let found = ids.compactMap { videos[$0] }.filter {
      $0.visibleAt <= world.now && ($0.channelID == channel.id || $0.details.privacy != "private")
    }
    return .json([
      "kind": "youtube#videoListResponse", "etag": "e",
      "items": .array(found.map { $0.render(call.list("part"), at: world.now) }),
      "pageInfo": ["totalResults": JSON(found.count), "resultsPerPage": JSON(found.count)],
    ])
  }

  func deleteVideo(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let channel = try caller(call, "youtube", "youtube.force-ssl")
    guard let video = videos[call.query("id") ?? ""] else {
      throw .google(
        404, "videoNotFound", "The video that you are trying to delete cannot be found.",
        domain: "youtube.video",
        location: "id")
    }
    guard video.channelID == channel.id else {
      throw .google(403, "forbidden", "The video cannot be deleted.", domain: "youtube.video")
    }
    videos[video.id] = nil
    world.remember(name, "deleted", ["id": .string(video.id)])
    return .now(HTTPReply(status: 204, headers: [], body: []))
  }
}
