internal import Core

/// A video on its way to a publication. Its bytes are counted and looked at, not kept.
struct FacebookVideo {
  let id: String
  let pageID: String
  /// `video`, `reel` or `story`.
  let kind: String
  /// Bytes that were announced; nil when Facebook fetches it.
  var size: Int?
  var received = 0
  /// Where it was fetched.
  var address: String?
  /// Whether its bytes begin as those of an MP4 or QuickTime file do.
  var isVideo = true
  let begunAt: Instant
  /// When it was told to be published, and what with.
  var finishedAt: Instant?
  var message = ""

  var isComplete: Bool { size.map { received == $0 } ?? (address != nil) }
}

extension Facebook {
  /// The object that `status` is, by the clock.
  func status(of video: FacebookVideo) -> JSON {
    let uploading: JSON = [
      "status": video.isComplete ? "complete" : video.received > 0 ? "in_progress" : "not_started",
      "bytes_transfered": JSON(video.received),
    ]
    guard let finishedAt = video.finishedAt else {
      return [
        "video_status": video.isComplete ? "upload_complete" : "uploading", "uploading_phase": uploading,
        "processing_phase": ["status": "not_started"], "publishing_phase": ["status": "not_started"],
      ]
    }
    if world.now < finishedAt + max(world.settings.processingTime, world.conditions.readLag) {
      return [
        "video_status": "processing", "uploading_phase": uploading,
        "processing_phase": ["status": "in_progress"], "publishing_phase": ["status": "not_started"],
      ]
    }
    guard video.isVideo else {
      return [
        "video_status": "error", "uploading_phase": uploading,
        "processing_phase": ["status": "error", "error": ["message": "The file is not a video."]],
        "publishing_phase": ["status": "not_started"],
      ]
    }
    return [
      "video_status": "ready", "uploading_phase": uploading, "processing_phase": ["status": "complete"],
      "publishing_phase": [
        "status": "complete", "publish_status": "published", "publish_time": .integer(finishedAt.seconds),
      ],
    ]
  }
}

extension FacebookVideo {
  /// As `init(_:)` reads it.
  var record: JSONObject {
    [
      "id": .string(id), "page": .string(pageID), "kind": .string(kind),
      "size": size.map { JSON($0) } ?? .null,
      "received": JSON(received), "address": JSON(address), "is_video": .bool(isVideo),
      "begun": .integer(begunAt.microseconds), "message": .string(message),
      "finished": finishedAt.map { .integer($0.microseconds) } ?? .null,
    ]
  }

  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let pageID = record["page"]?.string,
      let kind = record["kind"]?.string, let begun = record["begun"]?.integer
    else { return nil }
    self.init(id: id, pageID: pageID, kind: kind, begunAt: Instant(microseconds: begun))
    size = record["size"]?.integer.map { Int($0) }
    received = Int(record["received"]?.integer ?? 0)
    address = record["address"]?.string
    isVideo = record["is_video"]?.bool ?? true
    message = record["message"]?.string ?? ""
    finishedAt = record["finished"]?.integer.map { Instant(microseconds: $0) }
  }
}
