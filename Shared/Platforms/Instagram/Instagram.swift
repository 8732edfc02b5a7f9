internal import Core
internal import HTTPClient

/// Instagram, professional accounts with Instagram Login
/// (https://developers.facebook.com/docs/instagram-platform/content-publishing).
///
/// A container is created, Instagram fetches the media, then the container is published: only the last call
/// has an effect that people see, and the container's status tells afterwards whether it had.
///
/// Options: `kind` is `post` (the default; one video alone is a reel all the same), `reel` (one video) or `story`
/// (one image or video, no text); `share_to_feed`, true or false, says of a reel whether the feed has it too.
struct Instagram: Connector {
  let world: World
  let application: Application

  let id = "instagram"
  let name = "Instagram"

  /// Instagram fetches and converts the media before it can be published.
  func preparationTime(of content: Content) -> Duration {
    .seconds(content.media.contains(where: \.isVideo) ? 180 : 60)
  }

  /// What is made of content.
  enum Shape {
    case image, reel, carousel, story

    init(of content: Content) {
      if content.option("kind") == "story" {
        self = .story
      } else if content.media.count > 1 {
        self = .carousel
      } else {
        self = content.media.first?.isVideo == true ? .reel : .image
      }
    }
  }

  /// The first comment is a step of its own.
  func steps(of content: Content) -> Int { content.firstComment == nil ? 1 : 2 }

  /// Looks at the quota, creates the children of a carousel one by one, waits for them, then creates the
  /// container and waits until it is finished.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    guard publication.posted.isEmpty else { return .ready }
    var handle = publication.handle
    if let container = handle["container"]?.string { return try wait(for: container, publication) }
    let media = publication.content.media
    let children = handle["children"]?.array ?? []
    if children.isEmpty { try checkQuota(publication) }
    if Shape(of: publication.content) == .carousel {
      guard children.count == media.count else {
        let child = try createContainer(publication, childForm(media[children.count]))
        handle["children"] = .array(children + [.string(child)])
        return .progressed(handle)
      }
      // A carousel of videos that are not ready is refused.
      for (child, item) in zip(children, media) where item.isVideo {
        let preparation = try wait(for: child.string ?? "", publication)
        guard case .ready = preparation else { return preparation }
      }
    }
    handle["container"] = .string(try createContainer(publication, form(publication.content, children)))
    return .progressed(handle)
  }

  /// The account's publications of the last 24 hours, all applications together. It is read before anything is
  /// made, so that what would be refused does not use up containers too.
  private func checkQuota(_ publication: Publication) throws(PlatformError) {
    let path: RequestPath =
      "/\(publication.identity.remoteID)/content_publishing_limit?fields=quota_usage,config"
    let quota = try call("GET", path, publication.grant)["data"]?[0]
    guard let used = quota?["quota_usage"]?.number, let total = quota?["config"]?["quota_total"]?.number,
      used >= total
    else { return }
    throw PlatformError(
      .quotaExhausted(until: .now() + InstagramLimits.quotaPause), code: "content_publishing_limit",
      detail: "Instagram takes \(total) posts in 24 hours from this account; there were \(used).")
  }

  private func wait(for container: String, _ publication: Publication) throws(PlatformError) -> Preparation {
    let status: String
    do {
      status = try self.status(container, publication)
    } catch {
      guard Self.gone.contains(error.code) else { throw error }
      return try restart(publication.handle, error)
    }
    switch status {
    case "FINISHED", "PUBLISHED": return .ready
    // Images take about a second, videos minutes.
    case "IN_PROGRESS": return .wait(.seconds(publication.content.media.contains(where: \.isVideo) ? 5 : 1))
    case "EXPIRED":
      let error = PlatformError(.transient, code: status, detail: "Instagram let the prepared media expire.")
      return try restart(publication.handle, error)
    case let failure: return try retry(failure, publication.handle)
    }
  }

  /// What Instagram answers for a container that it has no more.
  private static let gone: Set<String> = ["24/2207006", "-2/2207020", "100/33"]

  /// Errors of a container that are no fault of the media: it is made anew
  /// (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes).
  private static let passing = ["2207001", "2207003", "2207032", "2207053", "2207077", "2207082"]

  /// Those of them that are about the address of the media.
  private static let unfetched = ["2207003", "2207053", "2207077"]

  private func retry(_ failure: String, _ handle: JSONObject) throws(PlatformError) -> Preparation {
    guard Self.passing.contains(where: { failure.hasSuffix($0) }) else {
      throw PlatformError(.mediaRejected, code: failure, detail: "Instagram could not process the media.")
    }
    let isAddress = Self.unfetched.contains { failure.hasSuffix($0) }
    return try restart(
      handle,
      PlatformError(
        isAddress ? .mediaUnavailable : .transient, code: failure,
        detail: isAddress ? "Instagram could not fetch the media." : "Instagram could not take the media."))
  }

  /// Begins the preparation anew, a few times at most.
  private func restart(_ handle: JSONObject, _ error: PlatformError) throws(PlatformError) -> Preparation {
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= 3 else { throw error }
    return .progressed(["restarts": .integer(restarts)])
  }

  private func childForm(_ item: Media) -> [(String, String)] {
    let form = item.isVideo ? [("media_type", "VIDEO"), ("video_url", item.url)] : imageForm(item)
    return form + [("is_carousel_item", "true")]
  }

  private func imageForm(_ item: Media) -> [(String, String)] {
    [("image_url", item.url)] + (item.altText.map { [("alt_text", $0)] } ?? [])
  }

  private func form(_ content: Content, _ children: [JSON]) -> [(String, String)] {
    let caption = ("caption", content.textWithLink)
    guard let item = content.media.first else { return [caption] }
    switch Shape(of: content) {
    case .carousel:
      return [
        ("media_type", "CAROUSEL"), ("children", children.compactMap(\.string).joined(separator: ",")),
        caption,
      ]
    case .story: return [("media_type", "STORIES"), (item.isVideo ? "video_url" : "image_url", item.url)]
    case .reel:
      let share = content.options["share_to_feed"]?.bool.map { [("share_to_feed", $0 ? "true" : "false")] }
      return [("media_type", "REELS"), ("video_url", item.url), caption] + (share ?? [])
    case .image: return imageForm(item) + [caption]
    }
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    let path: RequestPath =
      step == 0
      ? "/\(publication.identity.remoteID)/media_publish" : "/\(publication.posted.first)/comments"
    let form =
      step == 0
      ? [("creation_id", publication.handle["container"]?.string ?? "")]
      : [("message", publication.content.firstComment ?? "")]
    let answer = try call(
      "POST", path, publication.grant, form: form, isMutating: true, timeout: timeout)
    guard let remoteID = answer["id"]?.outsideText else {
      throw PlatformError(
        .unknownOutcome, code: "no_id", detail: "Instagram answered without the id of what it published.")
    }
    return .published(Published(remoteID: remoteID))
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    let media = try call("GET", "/\(remoteID)?fields=id,permalink", publication.grant)
    return media["id"]?.outsideText ?? remoteID == remoteID ? media["permalink"]?.string : nil
  }

  var removalByPeople: String? { "Instagram lets only people delete posts: do it in the app." }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    throw .unsupported(removalByPeople ?? "")
  }

  private func createContainer(_ publication: Publication, _ form: [(String, String)]) throws(PlatformError)
    -> String
  {
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/media", publication.grant, form: form, timeout: .seconds(30))
    guard let id = answer["id"]?.outsideText else {
      throw PlatformError(
        .transient, code: "no_id", detail: "Instagram made a container but named no id for it.")
    }
    return id
  }

  func status(_ container: String, _ publication: Publication) throws(PlatformError) -> String {
    let answer = try call("GET", "/\(container)?fields=status_code,status", publication.grant)
    guard let status = answer["status_code"]?.string else {
      throw PlatformError(.transient, code: "no_status", detail: "Instagram did not say how the media are.")
    }
    return status == "ERROR" ? answer["status"]?.string ?? status : status
  }
}
