internal import Core
internal import HTTPClient

extension Facebook {
  /// A request is answered within minutes, or never had an effect.
  private static let longestDelay = Duration.seconds(600)
  /// The list of stories is certain only as long as they are shown.
  private static let storyLife = Duration.seconds(23 * 3600)

  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    if step > 0 { return try findComment(publication, since: start) }
    switch Shape(of: publication.content) {
    case .post: return try findPost(publication, since: start)
    case .video, .reel: return try findVideo(publication)
    case .photoStory, .videoStory: return try findStory(publication, since: start)
    }
  }

  /// By message and time.
  private func findPost(_ publication: Publication, since start: Instant) throws(PlatformError) -> ReadBack {
    let message = message(publication.content)
    let query = [
      ("fields", "id,message,created_time"), ("limit", "100"),
      ("since", String((start + .seconds(-30)).seconds)),
    ]
    let posts = try list(
      "/\(publication.identity.remoteID)/published_posts?\(query: query)", publication.grant)
    return found(
      posts.filter { ($0["message"]?.string ?? "") == message && isNear($0["created_time"], start) }, "id")
  }

  private func findComment(_ publication: Publication, since start: Instant) throws(PlatformError) -> ReadBack
  {
    let query = [
      ("fields", "id,message,created_time,from"), ("filter", "toplevel"),
      ("order", "reverse_chronological"), ("limit", "100"),
    ]
    let comments = try list("/\(publication.posted.first)/comments?\(query: query)", publication.grant)
    let own = comments.filter { comment in
      let author = comment["from"]?["id"]?.outsideText ?? publication.identity.remoteID
      return author == publication.identity.remoteID
        && comment["message"]?.string == publication.content.firstComment
        && isNear(comment["created_time"], start)
    }
    return found(own, "id")
  }

  /// By the video that the post was made of: nothing can be mistaken.
  private func findVideo(_ publication: Publication) throws(PlatformError) -> ReadBack {
    guard let video = publication.handle["video"]?.string else { return .absent }
    let status = try status(of: video, publication.grant)
    if let failure = status.failure { return .refused(failure) }
    if status.isPublished { return .found([video]) }
    return status.isProcessing ? .processing(.seconds(10)) : .absent
  }

  /// By the photo or video that it was made of. Another story of that time is not taken for it, but leaves it open: of
  /// two stories whose answers were lost, the one that is out would else stand for the one that is not.
  private func findStory(_ publication: Publication, since start: Instant) throws(PlatformError) -> ReadBack {
    let medium = publication.handle["video"]?.string ?? publication.handle["photos"]?[0]?.string
    let stories = try stories(publication)
    let exact = stories.filter { $0["media_id"]?.outsideText == medium }
    if !exact.isEmpty { return found(exact, "post_id") }
    guard start + Self.storyLife > .now() else { return .inconclusive }
    let near = stories.filter { isNear($0["creation_time"], start) }.compactMap { $0["post_id"]?.outsideText }
    return near.isEmpty ? .absent : .possible(near)
  }

  /// https://developers.facebook.com/docs/page-stories-api
  func stories(_ publication: Publication) throws(PlatformError) -> [JSON] {
    try list(
      "/\(publication.identity.remoteID)/stories?fields=post_id,media_id,creation_time,url&limit=100",
      publication.grant)
  }

  private func found(_ items: [JSON], _ id: String) -> ReadBack {
    let ids = items.compactMap { $0[id]?.string }
    return ids.isEmpty ? .absent : .found(ids)
  }

  private func isNear(_ time: JSON?, _ start: Instant) -> Bool {
    guard let instant = self.time(time) else { return false }
    return instant >= start + .seconds(-30) && instant <= start + Self.longestDelay
  }

  /// All pages of a list, the newest first.
  private func list(_ path: RequestPath, _ grant: Grant) throws(PlatformError) -> [JSON] {
    var items: [JSON] = []
    var after: String?
    repeat {
      let answer = try call("GET", path.adding(query: after.map { [("after", $0)] } ?? []), grant)
      items += try answer.list("data", of: name)
      after = answer["paging"]?["next"] == nil ? nil : answer["paging"]?["cursors"]?["after"]?.string
    } while after != nil
    return items
  }

  /// Where a video stands.
  struct VideoStatus {
    let isUploaded: Bool
    let isPublished: Bool
    /// It is being looked into, which begins once it was told to be published.
    let isProcessing: Bool
    let failure: PlatformError?
  }

  func status(of video: String, _ grant: Grant) throws(PlatformError) -> VideoStatus {
    let answer = try call("GET", "/\(video)?fields=id,status,published", grant)
    guard answer["id"]?.outsideText ?? video == video else {
      throw PlatformError(
        .transient, code: "another", detail: "Facebook answered about another video than it was asked about.")
    }
    let status = answer["status"] ?? .null
    let word = status["video_status"]?.string ?? ""
    let phases = ["uploading_phase", "processing_phase", "publishing_phase"]
    let reason = phases.compactMap { status[$0]?["error"]?["message"]?.string }.first
    let hasFailed = ["upload_failed", "error", "expired"].contains(word)
    let publishing = status["publishing_phase"]
    let isOut = publishing?["publish_status"]?.string == "published" || answer["published"]?.bool == true
    return VideoStatus(
      isUploaded: status["uploading_phase"]?["status"]?.string == "complete" || word == "upload_complete",
      isPublished: word == "ready" && isOut, isProcessing: ["processing", "ready"].contains(word),
      failure: hasFailed
        ? PlatformError(
          .mediaRejected, code: word, detail: reason ?? "Facebook could not process the video.") : nil)
  }
}
