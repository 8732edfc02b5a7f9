internal import Core
internal import HTTPClient

/// A video on its way to LinkedIn: registered, sent in the parts that LinkedIn lays down, finished, then converted
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api).
///
/// Where it stands is kept in the member `upload` of the handle, so that another process continues it.
struct LinkedInVideo {
  private let linkedIn: LinkedIn
  private let publication: Publication
  private let item: Media

  init(_ linkedIn: LinkedIn, _ publication: Publication, _ item: Media) {
    self.linkedIn = linkedIn
    self.publication = publication
    self.item = item
  }

  /// How often an upload is begun anew when LinkedIn has forgotten it.
  private static let mostRestarts: Int64 = 3
  /// Between two looks whether the video is converted.
  private static let pause: Duration = .seconds(3)

  /// Does the next piece, or begins anew when LinkedIn does not know the video any more.
  func advance() throws(PlatformError) -> Preparation {
    do {
      return try advanceUpload()
    } catch {
      guard error.kind == .notFound, publication.handle["upload"] != nil else { throw error }
      return try restart(error.code)
    }
  }

  private func advanceUpload() throws(PlatformError) -> Preparation {
    guard let upload = publication.handle["upload"]?.object else { return try begin() }
    let parts = upload["parts"]?.array ?? []
    let tags = upload["etags"]?.array ?? []
    if tags.count < parts.count { return try send(parts[tags.count], upload) }
    return upload["is_finished"] == nil ? try finish(upload) : try look(upload)
  }

  private func begin() throws(PlatformError) -> Preparation {
    let size: Int64
    if let facts = item.facts { size = facts.bytes } else { size = try linkedIn.world.mediaSize(item) }
    guard LinkedInLimits.videoBytes.contains(size) else {
      throw PlatformError(
        .mediaRejected, code: "media_size",
        detail: "LinkedIn takes videos of 75 KB to 500 MB; \(item.url) has \(size) bytes.")
    }
    let order: JSON = [
      "initializeUploadRequest": [
        "owner": .string(publication.identity.remoteID), "fileSizeBytes": .integer(size),
        "uploadCaptions": false, "uploadThumbnail": false,
      ]
    ]
    let answer = try linkedIn.call(
      "POST", "/rest/videos?action=initializeUpload", publication.grant, body: order
    ).json["value"]
    let parts = answer?["uploadInstructions"]?.array ?? []
    guard let video = answer?["video"], video.string != nil, Self.cover(parts, size) else {
      throw PlatformError(
        .transient, code: "no_instructions", detail: "LinkedIn did not say how to upload the video.")
    }
    return progressed([
      "video": video, "token": answer?["uploadToken"] ?? "", "parts": .array(parts), "etags": [],
      "expires": answer?["uploadUrlsExpireAt"] ?? .null,
    ])
  }

  /// Whether the parts follow one another from the first byte to the last, none larger than a function can hold.
  private static func cover(_ parts: [JSON], _ size: Int64) -> Bool {
    var next: Int64 = 0
    for part in parts {
      guard part["firstByte"]?.integer == next, let last = part["lastByte"]?.integer, last >= next,
        last - next < 8 << 20, part["uploadUrl"]?.string != nil
      else { return false }
      next = last + 1
    }
    return next == size
  }

  /// Sends one part, without the token: its address is enough. Sending it twice does no harm.
  private func send(_ part: JSON, _ upload: JSONObject) throws(PlatformError) -> Preparation {
    if let expires = upload["expires"]?.integer, Instant.now().microseconds / 1000 >= expires {
      return try restart("EXPIRED_UPLOAD_URL")
    }
    guard let first = part["firstByte"]?.integer, let last = part["lastByte"]?.integer,
      let address = linkedIn.uploadURL(part["uploadUrl"])
    else { return try restart("no_instructions") }
    let bytes = try linkedIn.world.fetchMedia(item, range: first..<last.saturated(plus: 1))
    let response = try linkedIn.world.send(
      OutboundRequest(
        "PUT", address, headers: [("Content-Type", "application/octet-stream")], body: bytes,
        timeout: .seconds(60)))
    if (400..<429).contains(response.status) { return try restart("http_\(response.status)") }
    guard response.status < 300, let tag = response.header("etag") else {
      throw LinkedIn.error(response, isMutating: false)
    }
    var upload = upload
    upload["etags"] = .array((upload["etags"]?.array ?? []) + [.string(tag)])
    return progressed(upload)
  }

  private func finish(_ upload: JSONObject) throws(PlatformError) -> Preparation {
    let order: JSON = [
      "finalizeUploadRequest": [
        "video": upload["video"] ?? "", "uploadToken": upload["token"] ?? "",
        "uploadedPartIds": upload["etags"] ?? [],
      ]
    ]
    do {
      _ = try linkedIn.call("POST", "/rest/videos?action=finalizeUpload", publication.grant, body: order)
    } catch {
      // A process that was killed behind this call has finished it already.
      guard let status = error.status, status == 400 || status == 409,
        try read(upload)["status"]?.string != "WAITING_UPLOAD"
      else { throw error }
    }
    var upload = upload
    upload["is_finished"] = true
    return progressed(upload)
  }

  private func look(_ upload: JSONObject) throws(PlatformError) -> Preparation {
    let video = try read(upload)
    switch video["status"]?.string {
    case "AVAILABLE":
      var handle = publication.handle
      handle["media"] = .array((handle["media"]?.array ?? []) + [upload["video"] ?? .null])
      handle["upload"] = nil
      return .progressed(handle)
    case "PROCESSING_FAILED":
      let reason = video["processingFailureReason"]?.string ?? "no reason given"
      throw PlatformError(
        .mediaRejected, code: "PROCESSING_FAILED", detail: "LinkedIn could not convert the video: \(reason).")
    case "WAITING_UPLOAD": return try restart("WAITING_UPLOAD")
    default: return .wait(Self.pause)
    }
  }

  private func read(_ upload: JSONObject) throws(PlatformError) -> JSON {
    try linkedIn.call("GET", "/rest/videos/\(upload["video"]?.string)", publication.grant).json
  }

  private func progressed(_ upload: JSONObject) -> Preparation {
    var handle = publication.handle
    handle["upload"] = .object(upload)
    return .progressed(handle)
  }

  private func restart(_ code: String) throws(PlatformError) -> Preparation {
    var handle = publication.handle
    let restarts = (handle["restarts"]?.integer ?? 0) + 1
    guard restarts <= Self.mostRestarts else {
      throw PlatformError(
        .transient, code: code, detail: "LinkedIn did not keep the uploaded parts of the video.")
    }
    handle["upload"] = nil
    handle["restarts"] = .integer(restarts)
    return .progressed(handle)
  }
}
