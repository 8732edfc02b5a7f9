internal import Core

/// A comment right below a video.
struct YouTubeComment {
  let id: String
  let videoID: String
  let channelID: String
  let text: String
  let createdAt: Instant
  /// From when on lists have it.
  let visibleAt: Instant

  init(_ publication: Publication, visibleAt: Instant? = nil) {
    id = publication.id
    videoID = publication.replyTo ?? ""
    channelID = publication.accountID
    text = publication.text
    createdAt = publication.publishedAt
    self.visibleAt = visibleAt ?? publication.publishedAt
  }

  var json: JSON {
    let comment: JSON = [
      "kind": "youtube#comment", "etag": "e", "id": .string(id),
      "snippet": [
        "videoId": .string(videoID), "textDisplay": .string(text), "textOriginal": .string(text),
        "authorDisplayName": "@sandbox", "authorChannelId": ["value": .string(channelID)],
        "publishedAt": .string(createdAt.description), "likeCount": 0,
      ],
    ]
    return [
      "kind": "youtube#commentThread", "etag": "e", "id": .string(id),
      "snippet": [
        "videoId": .string(videoID), "topLevelComment": comment, "canReply": true, "totalReplyCount": 0,
        "isPublic": true,
      ],
    ]
  }
}

extension YouTube {
  func createComment(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let channel = try caller(call, "youtube.force-ssl")
    let snippet = call.json?["snippet"]
    let video = try commentedVideo(snippet?["videoId"]?.string ?? "")
    guard let text = snippet?["topLevelComment"]?["snippet"]?["textOriginal"]?.string,
      Self.commentRule.objection(to: text) != .blank
    else {
      throw .google(
        400, "commentTextRequired", "The comment resource is missing its text.", domain: "youtube.comment")
    }
    guard Self.commentRule.objection(to: text) == nil else {
      throw .google(
        400, "commentTextTooLong",
        "The comment resource that is being inserted contains too many characters.",
        domain: "youtube.comment")
    }
    let publication = Publication(
      platform: name, accountID: channel.id, id: Secret.make("Ugy", bytes: 16), kind: "comment", text: text,
      replyTo: video.id, publishedAt: world.now)
    world.ledger.record(publication)
    let comment = YouTubeComment(publication, visibleAt: world.visibleFromNow)
    comments[video.id, default: []].append(comment)
    return .json(comment.json)
  }

  /// The newest first.
  func listComments(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, "youtube.force-ssl")
    let video = try commentedVideo(call.query("videoId") ?? "")
    guard let size = Int(call.query("maxResults") ?? "20"), (1...100).contains(size),
      let start = Int(call.query("pageToken") ?? "0"), start >= 0
    else { throw .google(400, "invalidParameter", "Invalid maxResults or pageToken.") }
    let visible = (comments[video.id] ?? []).reversed().filter { $0.visibleAt <= world.now }
    let page = visible.dropFirst(start).prefix(size)
    var body: JSONObject = [
      "kind": "youtube#commentThreadListResponse", "etag": "e", "items": .array(page.map(\.json)),
      "pageInfo": ["totalResults": JSON(page.count), "resultsPerPage": JSON(size)],
    ]
    if start + page.count < visible.count { body["nextPageToken"] = .string("\(start + page.count)") }
    return .json(.object(body))
  }

  private func commentedVideo(_ id: String) throws(Refusal) -> YouTubeVideo {
    guard let video = videos[id], video.visibleAt <= world.now else {
      throw .google(
        404, "videoNotFound",
        "The video identified by the <code>videoId</code> parameter could not be found.",
        domain: "youtube.commentThread", location: "videoId")
    }
    guard !video.details.isForKids, video.refusal == nil else {
      throw .google(
        403, "commentsDisabled",
        "The video identified by the <code>videoId</code> parameter has disabled comments.",
        domain: "youtube.commentThread", location: "videoId")
    }
    return video
  }
}
