internal import Core
internal import HTTPClient

/// What X calls a category of media.
enum XUploadKind: String {
  case image = "tweet_image"
  case gif = "tweet_gif"
  case video = "tweet_video"

  /// By the bytes when they are known, else by the ending of the address.
  init(_ item: Media) {
    let path = item.url.prefix { $0 != "?" && $0 != "#" }.lowercased()
    // One that stands still is an image like others.
    let isGIF = item.facts.map { $0.contentType == "image/gif" && $0.isMoving } ?? path.hasSuffix(".gif")
    self = item.isVideo ? .video : isGIF ? .gif : .image
  }

  var mostBytes: Int64 {
    switch self {
    case .image: XLimits.imageBytes
    case .gif: XLimits.gifBytes
    case .video: XLimits.videoBytes
    }
  }
}

/// Uploads (https://docs.x.com/x-api/media/quickstart/media-upload-chunked). They are good for a day, and harmless
/// when not used.
extension X {
  /// How often uploads are begun anew when X has forgotten them.
  private static let mostRestarts: Int64 = 3

  /// One image, one part of a video or GIF, or one alternative text at a time.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    let media = publication.content.media
    let handle = publication.handle
    guard publication.posted.isEmpty, !media.isEmpty else { return .ready }
    if let expires = handle["expires"]?.integer, Instant.now().seconds >= expires {
      return try restart(handle, "expired")
    }
    let uploaded = handle["media_ids"]?.array ?? []
    if let preparation = try describe(media, uploaded, publication) { return preparation }
    guard uploaded.count < media.count else { return .ready }
    if let upload = handle["upload"]?.object { return try resume(upload, publication) }
    let item = media[uploaded.count]
    switch XUploadKind(item) {
    case .image: return try uploadImage(item, publication)
    case let kind:
      let size: Int64
      if let facts = item.facts { size = facts.bytes } else { size = try world.mediaSize(item) }
      return try begin(kind, size, item, publication)
    }
  }

  /// Sends the alternative text of the first medium that has one and was not described yet. X has none for videos.
  private func describe(_ media: [Media], _ uploaded: [JSON], _ publication: Publication)
    throws(PlatformError) -> Preparation?
  {
    let described = Int(publication.handle["described"]?.integer ?? 0)
    for index in described..<max(described, uploaded.count) {
      guard let text = media[index].altText, XUploadKind(media[index]) != .video else { continue }
      let body: JSON = ["id": uploaded[index], "metadata": ["alt_text": ["text": .string(text)]]]
      _ = try call("POST", "/2/media/metadata", publication.grant, body: body)
      var handle = publication.handle
      handle["described"] = JSON(index + 1)
      return .progressed(handle)
    }
    return nil
  }

  private func uploadImage(_ item: Media, _ publication: Publication) throws(PlatformError) -> Preparation {
    let image = try world.fetchMedia(item, limit: Int(XLimits.gifBytes))
    guard Self.isImage(image) else {
      throw PlatformError(
        .mediaRejected, code: "media_type",
        detail: "X takes JPEG, PNG, WebP or GIF images; \(item.url) is none of them.")
    }
    if image.starts(with: "GIF8".utf8) {
      return try begin(.gif, Int64(image.count), item, publication)
    }
    guard image.count <= XLimits.imageBytes else { throw tooLarge(.image, Int64(image.count), item) }
    let answer = try upload(
      "/2/media/upload", [("media_category", XUploadKind.image.rawValue)], image, publication.grant)
    guard let id = answer["data"]?["id"], id.string != nil else {
      throw PlatformError(.transient, code: "no_id", detail: "X took the image but named no id for it.")
    }
    return .progressed(adding(id, lasting: answer["data"], to: publication.handle))
  }

  private static func isImage(_ bytes: [UInt8]) -> Bool {
    let signatures: [[UInt8]] = [[0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8)]
    return signatures.contains { bytes.starts(with: $0) }
      || (bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8))
  }

  private func begin(_ kind: XUploadKind, _ size: Int64, _ item: Media, _ publication: Publication)
    throws(PlatformError) -> Preparation
  {
    guard (1...kind.mostBytes).contains(size) else { throw tooLarge(kind, size, item) }
    let type = item.facts?.contentType ?? (kind == .gif ? "image/gif" : "video/mp4")
    let body: JSON = [
      "media_type": .string(type), "media_category": .string(kind.rawValue), "total_bytes": .integer(size),
    ]
    let answer = try call("POST", "/2/media/upload/initialize", publication.grant, body: body)["data"]
    guard let id = answer?["id"], id.string != nil else {
      throw PlatformError(.transient, code: "no_id", detail: "X began an upload but named no id for it.")
    }
    var handle = publication.handle
    handle["upload"] = ["id": id, "size": .integer(size), "parts": 0]
    return .progressed(setExpiry(answer, in: handle))
  }

  private func tooLarge(_ kind: XUploadKind, _ size: Int64, _ item: Media) -> PlatformError {
    PlatformError(
      .mediaRejected, code: "media_size",
      detail: "X takes \(kind.mostBytes >> 20) MiB of these; \(item.url) has \(size) bytes.")
  }

  /// Continues where the handle says: X itself does not tell which parts it has.
  private func resume(_ upload: JSONObject, _ publication: Publication) throws(PlatformError) -> Preparation {
    let id = upload["id"]?.string ?? ""
    let size = upload["size"]?.integer ?? 0
    let parts = upload["parts"]?.integer ?? 0
    if upload["is_finished"] != nil { return try look(id, publication) }
    guard parts * XLimits.partBytes < size else { return try finish(id, upload, publication) }
    let start = parts * XLimits.partBytes
    let item = publication.content.media[publication.handle["media_ids"]?.array?.count ?? 0]
    let bytes = try world.fetchMedia(item, range: start..<min(start + XLimits.partBytes, size))
    do {
      _ = try self.upload(
        "/2/media/upload/\(id)/append", [("segment_index", String(parts))], bytes, publication.grant)
    } catch {
      guard error.kind == .mediaRejected else { throw error }
      return try restart(publication.handle, error.code)
    }
    var upload = upload
    upload["parts"] = .integer(parts + 1)
    var handle = publication.handle
    handle["upload"] = .object(upload)
    return .progressed(handle)
  }

  private func finish(_ id: String, _ upload: JSONObject, _ publication: Publication) throws(PlatformError)
    -> Preparation
  {
    do {
      let data = try call("POST", "/2/media/upload/\(id)/finalize", publication.grant)["data"]
      guard data?["processing_info"] != nil else { return .progressed(finished(id, publication.handle)) }
    } catch {
      // A process that was killed behind this call has finished it already.
      guard let status = error.status, (400..<429).contains(status), status != 401 else { throw error }
      guard try self.status(of: id, publication.grant)?["processing_info"] != nil else {
        return try restart(publication.handle, error.code)
      }
    }
    var upload = upload
    upload["is_finished"] = true
    var handle = publication.handle
    handle["upload"] = .object(upload)
    return .progressed(handle)
  }

  /// Whether X has converted it. Without `processing_info` there is nothing to wait for.
  private func look(_ id: String, _ publication: Publication) throws(PlatformError) -> Preparation {
    let processing = try status(of: id, publication.grant)?["processing_info"]
    switch processing?["state"]?.string {
    case nil, "succeeded": return .progressed(finished(id, publication.handle))
    case "failed":
      let error = processing?["error"]
      throw PlatformError(
        .mediaRejected, code: error?["name"]?.string ?? "processing_failed",
        detail: "X could not process the media: \(error?["message"]?.string ?? "no reason given").")
    default: return .wait(.seconds(min(max(processing?["check_after_secs"]?.number ?? 1, 1), 60)))
    }
  }

  /// Nil when X does not know the upload.
  private func status(of id: String, _ grant: Grant) throws(PlatformError) -> JSON? {
    do {
      return try call("GET", "/2/media/upload?command=STATUS&media_id=\(id)", grant)["data"]
    } catch {
      guard error.kind == .mediaRejected else { throw error }
      return nil
    }
  }

  private func finished(_ id: String, _ handle: JSONObject) -> JSONObject {
    var handle = handle
    handle["upload"] = nil
    handle["media_ids"] = .array((handle["media_ids"]?.array ?? []) + [.string(id)])
    return handle
  }

  private func adding(_ id: JSON, lasting answer: JSON?, to handle: JSONObject) -> JSONObject {
    var handle = setExpiry(answer, in: handle)
    handle["media_ids"] = .array((handle["media_ids"]?.array ?? []) + [id])
    return handle
  }

  /// The first upload to expire counts; a minute is left for the post itself.
  private func setExpiry(_ answer: JSON?, in handle: JSONObject) -> JSONObject {
    guard let life = answer?["expires_after_secs"]?.integer else { return handle }
    var handle = handle
    handle["expires"] = .integer(min(handle["expires"]?.integer ?? .max, Instant.now().seconds + life - 60))
    return handle
  }

  private func restart(_ handle: JSONObject, _ code: String) throws(PlatformError) -> Preparation {
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= Self.mostRestarts else {
      throw PlatformError(.transient, code: code, detail: "X did not keep the uploaded media.")
    }
    return .progressed(["restarts": .integer(restarts)])
  }

  /// Sends bytes as a form, with other fields before them.
  private func upload(
    _ path: RequestPath, _ fields: [(name: String, value: String)], _ media: [UInt8], _ grant: Grant
  )
    throws(PlatformError) -> JSON
  {
    let form = try MultipartForm(fields.map { ($0.name, $0.value) }, file: "media", called: "media")
    var body: [UInt8] = []
    body.reserveCapacity(media.count + 1024)
    body += form.head
    body += media
    body += form.tail
    let response = try world.send(
      OutboundRequest(
        "POST", world.url("api.x.com", path),
        headers: [("Authorization", "Bearer \(grant.accessToken)"), form.contentType], body: body,
        timeout: .seconds(60)))
    guard (200..<300).contains(response.status) else { throw Self.error(response, isMutating: false) }
    return response.json
  }
}
