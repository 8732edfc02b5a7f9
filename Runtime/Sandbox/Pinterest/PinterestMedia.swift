internal import Core
internal import HTTPServer

/// A video that is uploaded. Its bytes are counted and looked at, not kept.
struct PinterestMedia {
  let id: String
  let ownerID: String
  /// What its upload proves itself with.
  let key: String
  let registeredAt: Instant
  var receivedAt: Instant?
  /// Whether its bytes begin as those of an MP4 or QuickTime file do.
  var isVideo = true

  func status(at now: Instant, _ processingTime: Duration) -> String {
    guard let receivedAt else { return "registered" }
    guard now >= receivedAt + processingTime else { return "processing" }
    return isVideo ? "succeeded" : "failed"
  }
}

/// Videos: registered, uploaded to the storage as a form, looked into.
extension Pinterest {
  private static let uploadLife: Duration = .seconds(3600)

  func registerMedia(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "pins:write")
    guard call.json?["media_type"]?.string == "video" else {
      throw .pinterest(400, 1, "Invalid request: 'media_type' is not one of ['video']")
    }
    let upload = PinterestMedia(
      id: makeID(), ownerID: account.id, key: "uploads/" + Secret.make(bytes: 12), registeredAt: world.now)
    keep(upload)
    return .json(
      201,
      [
        "media_id": .string(upload.id), "media_type": "video",
        "upload_url": .string("https://\(Self.uploadHost)/"),
        "upload_parameters": [
          "Content-Type": "multipart/form-data", "key": .string(upload.key), "policy": "e30=",
          "x-amz-algorithm": "AWS4-HMAC-SHA256", "x-amz-credential": "sandbox",
          "x-amz-date": "20260901T000000Z",
          "x-amz-security-token": "sandbox", "x-amz-signature": .string(Hex.encode(Array(upload.id.utf8))),
        ],
      ])
  }

  func showMedia(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "pins:read")
    guard let upload = media[path[0]], upload.ownerID == account.id else {
      throw .pinterest(404, 50, "Media not found.")
    }
    return .json([
      "media_id": .string(upload.id), "media_type": "video",
      "status": .string(upload.status(at: world.now, world.settings.processingTime)),
    ])
  }

  /// The storage: every parameter, then the file (S3's POST, whose errors are XML).
  func receiveMedia(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard let form = MultipartForm(call.request), let key = form.part("key")?.text,
      var upload = media.values.first(where: { $0.key == key })
    else { return refuseUpload(403, "AccessDenied") }
    for name in ["policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token"] {
      guard form.part(name) != nil else { return refuseUpload(403, "AccessDenied") }
    }
    guard form.part("x-amz-signature")?.text == Hex.encode(Array(upload.id.utf8)),
      world.now - upload.registeredAt < Self.uploadLife
    else { return refuseUpload(403, "AccessDenied") }
    guard let file = form.parts.last, file.name == "file" else { return refuseUpload(400, "InvalidArgument") }
    upload.receivedAt = world.now
    // ISO 14496-12 §4.3: the file type box comes first.
    upload.isVideo =
      file.content.dropFirst(4).starts(with: "ftyp".utf8)
      && MediaRule.pinterest.objection(to: Array(file.content)) == nil
    keep(upload)
    return .now(HTTPReply(status: 204, headers: [], body: []))
  }

  private func refuseUpload(_ status: Int, _ code: String) -> Answer {
    .now(
      HTTPReply(
        status: status, headers: [("content-type", "application/xml")],
        body: Array("<?xml version=\"1.0\"?><Error><Code>\(code)</Code></Error>".utf8)))
  }

  private func keep(_ upload: PinterestMedia) {
    media[upload.id] = upload
    world.remember(
      name, "media",
      [
        "id": .string(upload.id), "owner": .string(upload.ownerID), "key": .string(upload.key),
        "registered": .integer(upload.registeredAt.microseconds), "is_video": .bool(upload.isVideo),
        "received": upload.receivedAt.map { .integer($0.microseconds) } ?? .null,
      ])
  }
}

extension PinterestMedia {
  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let ownerID = record["owner"]?.string,
      let key = record["key"]?.string, let registered = record["registered"]?.integer
    else { return nil }
    self.init(id: id, ownerID: ownerID, key: key, registeredAt: Instant(microseconds: registered))
    receivedAt = record["received"]?.integer.map { Instant(microseconds: $0) }
    isVideo = record["is_video"]?.bool ?? true
  }
}
