internal import Core
internal import HTTPClient

/// Reels and the videos of stories, which Facebook fetches itself
/// (https://developers.facebook.com/docs/video-api/guides/reels-publishing).
extension Facebook {
  private static let uploadHost = "rupload.facebook.com"

  /// Makes the video, has its bytes fetched, then waits until they are there. `edge` is `video_reels` or
  /// `video_stories`.
  func prepareShortVideo(_ publication: Publication, _ edge: String) throws(PlatformError) -> Preparation {
    guard let media = publication.content.media.first else { return .ready }
    var handle = publication.handle
    guard let video = handle["video"]?.string else {
      let answer = try call(
        "POST", "/\(publication.identity.remoteID)/\(edge)", publication.grant,
        form: [("upload_phase", "start")])
      guard let id = answer["video_id"]?.outsideText, let address = answer["upload_url"]?.string else {
        throw PlatformError(.transient, code: "no_id", detail: "Facebook began no upload of the video.")
      }
      handle["begun"] = .integer(Instant.now().seconds)
      handle["video"] = .string(id)
      handle["upload_url"] = .string(address)
      return .progressed(handle)
    }
    guard handle["fetched"] != nil else {
      try fetch(media, to: handle["upload_url"]?.string ?? "", publication.grant)
      handle["fetched"] = true
      return .progressed(handle)
    }
    let status = try status(of: video, publication.grant)
    if let failure = status.failure { throw failure }
    return status.isUploaded ? .ready : .wait(.seconds(3))
  }

  /// Tells Facebook's upload server where the bytes are.
  private func fetch(_ media: Media, to address: String, _ grant: Grant) throws(PlatformError) {
    // The token goes there: to Facebook or to nobody.
    guard let url = world.url(named: address, below: Self.uploadHost) else {
      throw PlatformError(
        .permanent, code: "upload_url", detail: "Facebook named an unexpected address for the upload.")
    }
    // It becomes a header: what would end the line must not be in it.
    guard media.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw PlatformError(
        .mediaRejected, code: "media_url",
        detail: "The address of the video has characters that must be escaped.")
    }
    _ = try graph(Self.uploadHost).send(
      OutboundRequest(
        "POST", url,
        headers: [("Authorization", "OAuth \(grant.accessToken)"), ("file_url", media.url)], body: [],
        timeout: .seconds(60)))
  }

  func finishShortVideo(_ publication: Publication, _ edge: String, _ timeout: Duration)
    throws(PlatformError) -> Outcome
  {
    var form = [
      ("upload_phase", "finish"), ("video_id", publication.handle["video"]?.string ?? ""),
      ("video_state", "PUBLISHED"),
    ]
    let text = publication.content.textWithLink
    if !text.isEmpty { form.append(("description", text)) }
    if let title = publication.content.title { form.append(("title", title)) }
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/\(edge)", publication.grant, form: form, isMutating: true,
      timeout: timeout)
    // A story is known by its post; a reel by its video, which tells when it is out.
    if edge == "video_stories", let id = answer["post_id"]?.outsideText {
      return .published(Published(remoteID: id))
    }
    return .processing(.seconds(5))
  }
}
