internal import Core
internal import HTTPClient

/// Instagram, professional accounts with Instagram Login
/// (https://developers.facebook.com/docs/instagram-platform/content-publishing).
///
/// A container is created, Instagram fetches the media, then the container is published: only the last call
/// has an effect that people see, and the container's status tells afterwards whether it had.
struct Instagram: Connector {
  let world: World
  let application: Application

  let id = "instagram"
  let name = "Instagram"
  /// Instagram fetches and converts the media before it can be published.
  func preparationTime(of content: Content) -> Duration { .seconds(60) }

  func violations(of content: Content, at pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let media = content.media
    if media.isEmpty {
      errors.append(
        FieldError(pointer + "/media", "media_required", "Instagram needs an image or a video."))
    }
    if media.count > 10 {
      errors.append(
        FieldError(
          pointer + "/media", "too_many", "Instagram takes 10 images; there are \(media.count)."))
    }
    for (index, item) in media.enumerated() where media.count > 1 && item.isVideo {
      errors.append(
        FieldError(pointer + "/media/\(index)", "media_mixed", "A carousel here takes images only."))
    }
    let caption = content.textWithLink
    errors += tooMany(caption.unicodeScalars.count, 2200, "characters", "too_long", pointer)
    errors += tooMany(words(caption, "#"), 30, "hashtags", "too_many_hashtags", pointer)
    errors += tooMany(words(caption, "@"), 20, "mentions", "too_many_mentions", pointer)
    if !content.thread.isEmpty {
      errors.append(
        FieldError(
          pointer + "/thread", "not_supported", "Instagram has no threads: give it a variant without."))
    }
    return errors + content.refusedOptions(except: [], of: name, at: pointer)
  }

  private func tooMany(_ count: Int, _ limit: Int, _ what: String, _ code: String, _ pointer: String)
    -> [FieldError]
  {
    guard count > limit else { return [] }
    return [FieldError(pointer + "/text", code, "Instagram takes \(limit) \(what); there are \(count).")]
  }

  private func words(_ text: String, _ mark: Character) -> Int {
    text.split(whereSeparator: \.isWhitespace).count { $0.first == mark && $0.count > 1 }
  }

  func steps(of content: Content) -> Int { 1 }

  /// Creates the children of a carousel one by one, then the container, then waits until it is finished.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    let media = publication.content.media
    var handle = publication.handle
    if handle["container"] == nil {
      let children = handle["children"]?.array ?? []
      if media.count > 1, children.count < media.count {
        let child = try createContainer(
          publication, [("image_url", media[children.count].url), ("is_carousel_item", "true")])
        handle["children"] = .array(children + [.string(child)])
      } else {
        handle["container"] = .string(try createContainer(publication, form(publication.content, children)))
      }
      return .progressed(handle)
    }
    let status: String
    do {
      status = try self.status(publication)
    } catch {
      guard Self.gone.contains(error.code) else { throw error }
      return try restart(handle, error)
    }
    switch status {
    case "FINISHED", "PUBLISHED": return .ready
    case "IN_PROGRESS":
      let polls = (handle["polls"]?.integer ?? 0) + 1
      handle["polls"] = .integer(polls)
      // Images take about a second, videos minutes: ask more rarely the longer it takes.
      return .wait(.seconds(min(1 << min(polls - 1, 5), 30)))
    case "EXPIRED":
      let error = PlatformError(.transient, code: status, detail: "Instagram let the prepared media expire.")
      return try restart(handle, error)
    case let failure:
      throw PlatformError(.mediaRejected, code: failure, detail: "Instagram could not process the media.")
    }
  }

  /// What Instagram answers for a container that it has no more.
  private static let gone: Set<String> = ["24/2207006", "-2/2207020", "100/33"]

  /// Begins the preparation anew, a few times at most.
  private func restart(_ handle: JSONObject, _ error: PlatformError) throws(PlatformError) -> Preparation {
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= 3 else { throw error }
    return .progressed(["restarts": .integer(restarts)])
  }

  private func form(_ content: Content, _ children: [JSON]) -> [(String, String)] {
    let caption = ("caption", content.textWithLink)
    guard content.media.count == 1, let item = content.media.first else {
      return [
        ("media_type", "CAROUSEL"), ("children", children.compactMap(\.string).joined(separator: ",")),
        caption,
      ]
    }
    return item.isVideo
      ? [("media_type", "REELS"), ("video_url", item.url), caption] : [("image_url", item.url), caption]
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/media_publish", publication.grant,
      form: [("creation_id", container(publication))], isMutating: true, timeout: timeout)
    guard let remoteID = answer["id"]?.string else {
      throw PlatformError(
        .unknownOutcome, code: "no_id", detail: "Instagram answered without the id of the media.")
    }
    return .published(Published(remoteID: remoteID))
  }

  /// The container tells whether it was published; the list of media then tells as what.
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    guard try status(publication) == "PUBLISHED" else { return .absent }
    let path = "/\(publication.identity.remoteID)/media?fields=id,caption,timestamp&limit=100"
    let media = try call("GET", path, publication.grant)
    let matches = (media["data"]?.array ?? []).filter { item in
      let time = item["timestamp"]?.string.flatMap { Instant(graphTime: $0) }
      return (item["caption"]?.string ?? "") == publication.content.textWithLink
        && (time.map { $0 >= start + .seconds(-30) } ?? false)
    }
    let ids = matches.compactMap { $0["id"]?.string }
    return ids.isEmpty ? .inconclusive : .found(ids)
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    try call("GET", "/\(remoteID)?fields=id,permalink", publication.grant)["permalink"]?.string
  }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    throw .unsupported("Instagram lets only people delete posts: do it in the app.")
  }

  private func createContainer(_ publication: Publication, _ form: [(String, String)]) throws(PlatformError)
    -> String
  {
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/media", publication.grant, form: form, timeout: .seconds(30))
    guard let id = answer["id"]?.string else {
      throw PlatformError(
        .transient, code: "no_id", detail: "Instagram made a container but named no id for it.")
    }
    return id
  }

  private func container(_ publication: Publication) -> String {
    publication.handle["container"]?.string ?? ""
  }

  private func status(_ publication: Publication) throws(PlatformError) -> String {
    let answer = try call("GET", "/\(container(publication))?fields=status_code,status", publication.grant)
    guard answer["status_code"]?.string == "ERROR" else { return answer["status_code"]?.string ?? "" }
    return answer["status"]?.string ?? "ERROR"
  }
}
