internal import Core
internal import HTTPServer

/// Media: images in one piece, videos in the parts that LinkedIn lays down.
extension LinkedIn {
  private static let videoBytes = 76_800...5_368_709_120

  func registerImage(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let order = try order(call, "initializeUpload", "initializeUploadRequest")
    let owner = try owner(call, order, for: "partnerApiImages.ACTION-initializeUpload")
    let asset = LinkedInAsset(
      urn: "urn:li:image:D4E\(Secret.make(bytes: 12))", owner: owner, totalBytes: nil, at: world.now)
    assets[asset.urn] = asset
    return .json([
      "value": [
        "uploadUrlExpiresAt": .integer(asset.expiresAt.microseconds / 1000),
        "uploadUrl": .string(address(call, "\(asset.secret)/image/\(asset.urn)")),
        "image": .string(asset.urn),
      ]
    ])
  }

  func receiveImage(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, [], for: "images.UPLOAD")
    var asset = try upload(secret: path[0], urn: path[1])
    guard ImageFormat(of: call.request.body).map({ $0 != .webp }) ?? false,
      MediaRule.linkedIn.objection(to: call.request.body) == nil
    else {
      throw .linkedIn(415, "UNSUPPORTED_MEDIA_TYPE", "Images are JPEG, PNG or GIF")
    }
    asset.finish(at: world.now)
    keep(asset)
    return .now(HTTPReply(status: 201, headers: [], body: []))
  }

  /// Tokens that only publish for the member may not look at images.
  func readImage(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, ["r_organization_social"], for: "partnerApiImages.GET")
    return try read(path[0])
  }

  func readVideo(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, [], for: "partnerApiVideos.GET")
    return try read(path[0])
  }

  func changeVideo(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    call.query("action") == "finalizeUpload" ? try finishVideo(call) : try registerVideo(call)
  }

  private func registerVideo(_ call: Call) throws(Refusal) -> Answer {
    let order = try order(call, "initializeUpload", "initializeUploadRequest")
    let owner = try owner(call, order, for: "partnerApiVideos.ACTION-initializeUpload")
    let bytes = Int(order["fileSizeBytes"]?.integer ?? 0)
    guard Self.videoBytes.contains(bytes) else {
      throw .linkedInField("fileSizeBytes", "INVALID_VALUE_FOR_FIELD", "A video has 75 KB to 5 GB")
    }
    let asset = LinkedInAsset(
      urn: "urn:li:video:C5F\(Secret.make(bytes: 12))", owner: owner, totalBytes: bytes, at: world.now)
    assets[asset.urn] = asset
    let instructions = asset.ranges.enumerated().map { index, range -> JSON in
      [
        "uploadUrl": .string(address(call, "\(asset.secret)/video/\(asset.urn)/\(index)")),
        "firstByte": JSON(range.lowerBound), "lastByte": JSON(range.upperBound),
      ]
    }
    return .json([
      "value": [
        "uploadUrlsExpireAt": .integer(asset.expiresAt.microseconds / 1000), "video": .string(asset.urn),
        "uploadInstructions": .array(instructions), "uploadToken": .string(asset.uploadToken),
      ]
    ])
  }

  /// The address is the permission: a token besides it is refused, as by storage with signed addresses.
  func receivePart(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    guard call.bearerToken == nil else {
      throw .linkedIn(400, "ILLEGAL_ARGUMENT", "Only one auth mechanism allowed")
    }
    var asset = try upload(secret: path[0], urn: path[1])
    guard let index = Int(path[2]), asset.ranges.indices.contains(index),
      call.request.body.count == asset.ranges[index].count
    else { throw .linkedIn(400, "ILLEGAL_ARGUMENT", "The part has not the bytes that were laid down for it") }
    let tag = asset.receive(part: index, call.request.body)
    assets[asset.urn] = asset
    return .now(HTTPReply(status: 200, headers: [("etag", tag)], body: []))
  }

  private func finishVideo(_ call: Call) throws(Refusal) -> Answer {
    let order = try order(call, "finalizeUpload", "finalizeUploadRequest")
    _ = try caller(call, [], for: "partnerApiVideos.ACTION-finalizeUpload")
    guard var asset = assets[order["video"]?.string ?? ""], asset.isVideo else {
      throw .linkedInField("video", "INVALID_VIDEO_ID", "There is no such video")
    }
    guard asset.availableAt == nil else {
      throw .linkedIn(400, "ILLEGAL_STATE", "The upload is finalized already")
    }
    let tags = (order["uploadedPartIds"]?.array ?? []).compactMap(\.string)
    guard order["uploadToken"]?.string == asset.uploadToken,
      tags == asset.ranges.indices.map({ asset.parts[$0] ?? "" }), !tags.isEmpty
    else {
      throw .linkedInField("uploadedPartIds", "INVALID_VALUE_FOR_FIELD", "The parts are not those uploaded")
    }
    asset.finish(at: world.now + world.settings.processingTime)
    keep(asset)
    return .now(HTTPReply(status: 200, headers: [], body: []))
  }

  private func order(_ call: Call, _ action: String, _ member: String) throws(Refusal) -> JSON {
    guard call.query("action") == action, let order = call.json?[member], order.object != nil else {
      throw .linkedInField(member, "MISSING_FIELD", "\(member) is required for the action \(action)")
    }
    return order
  }

  private func owner(_ call: Call, _ order: JSON, for resource: String) throws(Refusal) -> String {
    let owner = order["owner"]?.string ?? ""
    try checkAuthor(owner, call, resource)
    return owner
  }

  private func upload(secret: String, urn: String) throws(Refusal) -> LinkedInAsset {
    guard let asset = assets[urn], asset.secret == secret else {
      throw .linkedIn(404, "NOT_FOUND", "There is no such upload")
    }
    guard world.now < asset.expiresAt else {
      throw .linkedIn(400, "EXPIRED_UPLOAD_URL", "The upload URL has expired")
    }
    return asset
  }

  private func keep(_ asset: LinkedInAsset) {
    assets[asset.urn] = asset
    world.remember(name, "asset", asset.record)
  }

  private func read(_ urn: String) throws(Refusal) -> Answer {
    guard let asset = assets[urn] else { throw .linkedIn(404, "NOT_FOUND", "There is no \(urn)") }
    var object: JSONObject = [
      "id": .string(urn), "owner": .string(asset.owner), "status": .string(asset.status(at: world.now)),
    ]
    switch asset.status(at: world.now) {
    case "AVAILABLE": object["downloadUrl"] = "https://media.licdn.com/dms/\(urn)"
    case "PROCESSING_FAILED": object["processingFailureReason"] = "VIDEO_FORMAT_UNSUPPORTED"
    default: break
    }
    return .json(.object(object))
  }

  /// An address of this server under the name of LinkedIn's.
  private func address(_ call: Call, _ rest: String) -> String {
    "http://\(call.request.header("host") ?? "127.0.0.1")/www.linkedin.com/dms-uploads/\(rest)"
  }
}
