internal import Core

/// What becomes of a video after its upload, and the comment below it.
extension YouTube {
  /// For how long a video that was made may be missing from lists.
  private static let patience = Duration.seconds(3600)

  /// Whether YouTube shows the video, works on it, or has refused it.
  func state(
    of video: String, _ grant: Grant, since start: Instant
  ) throws(PlatformError) -> ReadBack {
    let age = Instant.now() - start
    guard
      let item = try call("GET", "/videos?part=status,processingDetails&id=\(video)", grant).list(
        "items", of: name
      ).first
    else {
      guard age > Self.patience else { return .processing(.seconds(30)) }
      return .refused(
        PlatformError(.notFound, code: "deleted", detail: "The video was removed from YouTube."))
    }
    let status = item["status"]
    switch status?["uploadStatus"]?.string {
    case "processed": return .found([video])
    case "failed": return .refused(Self.failure(status?["failureReason"]?.string ?? "failed"))
    case "rejected": return .refused(Self.rejection(status?["rejectionReason"]?.string ?? "rejected"))
    case "deleted":
      return .refused(
        PlatformError(.notFound, code: "deleted", detail: "The video was removed from YouTube."))
    default: break
    }
    if item["processingDetails"]?["processingStatus"]?.string == "terminated" {
      return .refused(Self.failure("terminated"))
    }
    // Asked more rarely the longer it takes.
    return .processing(min(max(age / 4, .seconds(5)), .seconds(300)))
  }

  /// https://developers.google.com/youtube/v3/docs/videos#status.failureReason
  private static func failure(_ reason: String) -> PlatformError {
    PlatformError(.mediaRejected, code: reason, detail: "YouTube could not use the video (\(reason)).")
  }

  /// https://developers.google.com/youtube/v3/docs/videos#status.rejectionReason
  private static func rejection(_ reason: String) -> PlatformError {
    let kind: PlatformError.Kind =
      switch reason {
      case "duplicate": .duplicate
      case "length": .mediaRejected
      case "uploaderAccountClosed", "uploaderAccountSuspended": .accountRestricted
      default: .contentRejected
      }
    return PlatformError(kind, code: reason, detail: "YouTube rejected the video (\(reason)).")
  }

  /// Comments on the channel's own video.
  func comment(_ publication: Publication, timeout: Duration) throws(PlatformError) -> Published {
    let body: JSON = [
      "snippet": [
        "videoId": JSON(publication.posted.first),
        "topLevelComment": ["snippet": ["textOriginal": JSON(publication.content.firstComment)]],
      ]
    ]
    let answer = try call(
      "POST", "/commentThreads?part=snippet", publication.grant, body: body, isMutating: true,
      timeout: timeout)
    guard let id = answer["id"]?.outsideText else {
      throw PlatformError(
        .unknownOutcome, code: "no_id", detail: "YouTube answered without the id of the comment.")
    }
    return Published(remoteID: id)
  }

  /// Looks for the comment among all below the video.
  func findComment(_ publication: Publication) throws(PlatformError) -> ReadBack {
    var found: [String] = []
    var page: String?
    repeat {
      var query = [
        ("part", "snippet"), ("videoId", publication.posted.first ?? ""), ("maxResults", "100"),
        ("order", "time"), ("textFormat", "plainText"),
      ]
      if let page { query.append(("pageToken", page)) }
      let answer = try call("GET", "/commentThreads?\(query: query)", publication.grant)
      let threads = try answer.list("items", of: name)
      found += threads.filter { isOurs($0, publication) }.compactMap { $0["id"]?.outsideText }
      page = answer["nextPageToken"]?.string
    } while page != nil && found.isEmpty
    return found.isEmpty ? .absent : .found(found)
  }

  private func isOurs(_ thread: JSON, _ publication: Publication) -> Bool {
    let comment = thread["snippet"]?["topLevelComment"]?["snippet"]
    let text = comment?["textOriginal"]?.string ?? comment?["textDisplay"]?.string
    return comment?["authorChannelId"]?["value"]?.string == publication.identity.remoteID
      && text == publication.content.firstComment
  }
}
