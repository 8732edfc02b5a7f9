internal import Core
internal import HTTPClient

/// Pinterest, API v5 (https://developers.pinterest.com/docs/api/v5).
///
/// A pin of one image or of two to five is one call, in which Pinterest fetches them. A video is registered, sent
/// to Pinterest's storage and looked into first.
///
/// Options: `board_id`, which every pin needs; `board_section_id`; `cover_url`, the picture that stands for a
/// video, or `cover_time`, its second whose picture does (0 when neither is given). The text is the description, the
/// link a field of its own; the alt text is that of the first image or of the video.
struct Pinterest: Connector {
  let world: World
  let application: Application

  let id = "pinterest"
  let name = "Pinterest"

  /// A video is sent through us and looked into.
  func preparationTime(of content: Content) -> Duration {
    content.media.contains(where: \.isVideo) ? .seconds(180) : .zero
  }

  /// Pinterest has no comments for applications.
  func steps(of content: Content) -> Int { 1 }

  /// Only a video has something to prepare: registered, uploaded, looked into.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    guard let video = publication.content.media.first, video.isVideo else { return .ready }
    guard let media = publication.handle["media_id"]?.string else {
      var handle = try register(publication.grant)
      handle["restarts"] = publication.handle["restarts"]
      return .progressed(handle)
    }
    guard publication.handle["uploaded"] != nil else {
      return try send(video, publication.handle)
    }
    let status = try call("GET", "/v5/media/\(media)", publication.grant)["status"]?.string ?? ""
    switch status {
    case "succeeded": return .ready
    case "registered", "processing": return .wait(.seconds(5))
    case "failed":
      throw PlatformError(.mediaRejected, code: status, detail: "Pinterest could not process the video.")
    default:
      throw PlatformError(.transient, code: status, detail: "Pinterest did not say how the video is.")
    }
  }

  /// How often a video is registered anew when the storage does not take what was allowed.
  private static let mostRestarts: Int64 = 3

  /// The storage refuses what it has not been told of, or not any more: no word on the video, or on the account.
  private func send(_ video: Media, _ handle: JSONObject) throws(PlatformError) -> Preparation {
    do {
      try upload(video, handle)
    } catch {
      let restarts = (handle["restarts"]?.integer ?? 0) + 1
      guard let status = error.status, [401, 403, 404].contains(status), restarts <= Self.mostRestarts else {
        throw error
      }
      return .progressed(["restarts": .integer(restarts)])
    }
    var handle = handle
    handle["uploaded"] = true
    return .progressed(handle)
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    let answer = try call(
      "POST", "/v5/pins", publication.grant, body: .object(pin(publication)), isMutating: true,
      timeout: timeout)
    guard let id = answer["id"]?.outsideText else {
      throw PlatformError(
        .unknownOutcome, code: "no_id", detail: "Pinterest answered without the id of the pin.")
    }
    return .published(Published(remoteID: id, permalink: Self.address(id)))
  }

  private func pin(_ publication: Publication) -> JSONObject {
    let content = publication.content
    var pin: JSONObject = ["board_id": JSON(content.option("board_id"))]
    if let section = content.option("board_section_id") { pin["board_section_id"] = .string(section) }
    if let title = content.title { pin["title"] = .string(title) }
    if !content.text.isEmpty { pin["description"] = .string(content.text) }
    if let link = content.link { pin["link"] = .string(link) }
    if let altText = content.media.first?.altText { pin["alt_text"] = .string(altText) }
    pin["media_source"] = .object(source(publication))
    return pin
  }

  private func source(_ publication: Publication) -> JSONObject {
    let media = publication.content.media
    guard let first = media.first else { return [:] }
    if first.isVideo {
      var source: JSONObject = [
        "source_type": "video_id", "media_id": publication.handle["media_id"] ?? .null,
      ]
      if let cover = publication.content.option("cover_url") {
        source["cover_image_url"] = .string(cover)
      } else {
        source["cover_image_key_frame_time"] = publication.content.options["cover_time"] ?? 0
      }
      return source
    }
    guard media.count > 1 else { return ["source_type": "image_url", "url": .string(first.url)] }
    return [
      "source_type": "multiple_image_urls", "items": .array(media.map { ["url": .string($0.url)] }),
    ]
  }

  /// The newest pins of the board, by title, description and link. Pinterest may change none of them.
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    let content = publication.content
    var ids: [String] = []
    var bookmark: String?
    repeat {
      var query = [("page_size", "100")]
      if let bookmark { query.append(("bookmark", bookmark)) }
      let answer = try call(
        "GET", "/v5/boards/\(content.option("board_id"))/pins?\(query: query)", publication.grant)
      let pins = try answer.list("items", of: name)
      let fresh = pins.filter { isNear($0["created_at"]?.string, start) }
      ids += fresh.filter { isForm($0, of: content) }.compactMap { $0["id"]?.outsideText }
      // The newest come first; what is older than the request cannot be its effect.
      bookmark = fresh.isEmpty ? nil : answer["bookmark"]?.string
    } while bookmark != nil
    return ids.isEmpty ? .absent : .found(ids)
  }

  private func isForm(_ pin: JSON, of content: Content) -> Bool {
    func same(_ name: String, _ sent: String?) -> Bool { (pin[name]?.string ?? "") == (sent ?? "") }
    return same("title", content.title) && same("description", content.text) && same("link", content.link)
  }

  private func isNear(_ time: String?, _ start: Instant) -> Bool {
    guard let instant = self.time(time) else { return false }
    return instant >= start + .seconds(-30)
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    Self.address(remoteID)
  }

  private static func address(_ id: String) -> String {
    PublicAddress.text("www.pinterest.com", "/pin/\(id)/")
  }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    do throws(PlatformError) {
      _ = try call("DELETE", "/v5/pins/\(remoteID)", publication.grant)
    } catch {
      guard error.kind == .notFound else { throw error }
    }
  }
}
