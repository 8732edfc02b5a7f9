internal import Core
internal import HTTPServer

/// Media: the one-call upload of images, the chunked upload, alternative text.
extension X {
  private static let categories: Set<String> = [
    "tweet_image", "tweet_gif", "tweet_video", "amplify_video", "subtitles", "dm_image", "dm_gif", "dm_video",
  ]
  /// Largest media in bytes: images and GIFs by the documentation, videos by what `initialize` takes.
  private static func largest(_ category: String) -> Int {
    category.hasSuffix("image") ? 5 << 20 : category.hasSuffix("gif") ? 15 << 20 : 17_179_869_184
  }

  /// A whole image, as a multipart form or as base 64 in JSON; or a step of the older chunked form, where
  /// `command` says which.
  func upload(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let caller = try caller(call, "media.write")
    let fields = UploadFields(call)
    switch fields.text("command") {
    case "INIT": return try begin(fields, caller)
    case "APPEND": return try append(fields, to: fields.text("media_id") ?? "", caller)
    case "FINALIZE": return try finalize(fields.text("media_id") ?? "", caller)
    default: break
    }
    let category = try checkedCategory(fields)
    guard let media = fields.media else {
      throw .xInvalid("media", "", "$.media: is missing but it is required")
    }
    guard media.count <= Self.largest(category) else {
      throw .xInvalid("media", "\(media.count)", "Media size exceeds the limit of the category.")
    }
    guard
      category.hasSuffix("video") || ImageFormat(of: media) != nil && MediaRule.x.objection(to: media) == nil
    else {
      throw .xInvalid("media", "", "Unsupported media type: not a JPEG, PNG, WebP or GIF.")
    }
    var upload = start(category, bytes: media.count, caller)
    upload.receive(segment: 0, media)
    return .json(["data": complete(&upload)])
  }

  func initializeUpload(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try begin(UploadFields(call), try caller(call, "media.write"))
  }

  func appendToUpload(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    try append(UploadFields(call), to: path[0], try caller(call, "media.write"))
  }

  func finalizeUpload(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    try finalize(path[0], try caller(call, "media.write"))
  }

  func uploadStatus(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let caller = try caller(call, "media.write")
    guard call.query("command") ?? "STATUS" == "STATUS" else {
      throw .xInvalid("command", call.query("command") ?? "", "$.command: must be STATUS")
    }
    return .json(["data": render(try upload(call.query("media_id") ?? "", of: caller))])
  }

  func describeMedia(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let caller = try caller(call, "media.write")
    let id = call.json?["id"]?.string ?? ""
    var described = try upload(id, of: caller)
    let text = call.json?["metadata"]?["alt_text"]?["text"]?.string ?? ""
    guard Self.altTextRule.objection(to: text) == nil else {
      throw .xInvalid("metadata.alt_text.text", text, "$.metadata.alt_text.text: at most 1000 characters")
    }
    described.altText = text
    uploads[id] = described
    return .json([
      "data": ["id": .string(id), "associated_metadata": ["alt_text": ["text": .string(text)]]]
    ])
  }

  private func begin(_ fields: UploadFields, _ caller: XTokens.Access) throws(Refusal) -> Answer {
    let category = try checkedCategory(fields)
    guard fields.text("media_type") != nil else {
      throw .xInvalid("media_type", "", "$.media_type: is missing but it is required")
    }
    let announced = fields.text("total_bytes") ?? ""
    guard let bytes = Int(announced), (1...Self.largest(category)).contains(bytes) else {
      throw .xInvalid("total_bytes", announced, "$.total_bytes: must be 1 to \(Self.largest(category))")
    }
    let upload = start(category, bytes: bytes, caller)
    uploads[upload.id] = upload
    return .json(["data": render(upload)])
  }

  private func append(_ fields: UploadFields, to id: String, _ caller: XTokens.Access) throws(Refusal)
    -> Answer
  {
    var upload = try upload(id, of: caller)
    let index = fields.text("segment_index") ?? ""
    guard let segment = Int(index), (0...999).contains(segment) else {
      throw .xInvalid("segment_index", index, "$.segment_index: must be 0 to 999")
    }
    guard let media = fields.media, (1...8 << 20).contains(media.count) else {
      throw .xInvalid("media", "", "$.media: must be 1 byte to 8 MB")
    }
    upload.receive(segment: segment, media)
    uploads[id] = upload
    return .json(["data": ["expires_at": .integer(upload.expiresAt.seconds)]])
  }

  private func finalize(_ id: String, _ caller: XTokens.Access) throws(Refusal) -> Answer {
    var upload = try upload(id, of: caller)
    guard upload.receivedBytes == upload.totalBytes else {
      throw .xInvalid(
        "id", id, "\(upload.receivedBytes) of \(upload.totalBytes) announced bytes have been received.")
    }
    return .json(["data": upload.finalizedAt == nil ? complete(&upload) : render(upload)])
  }

  private func start(_ category: String, bytes: Int, _ caller: XTokens.Access) -> XUpload {
    XUpload(
      id: timeline.makeID(at: world.now), ownerID: caller.accountID, category: category, totalBytes: bytes,
      createdAt: world.now)
  }

  private func complete(_ upload: inout XUpload) -> JSON {
    upload.finalize(at: world.now, processingTime: world.settings.processingTime)
    world.remember(name, "media", upload.record)
    uploads[upload.id] = upload
    return render(upload)
  }

  private func checkedCategory(_ fields: UploadFields) throws(Refusal) -> String {
    let category = fields.text("media_category") ?? ""
    guard Self.categories.contains(category) else {
      throw .xInvalid(
        "media_category", category,
        category.isEmpty
          ? "$.media_category: is missing but it is required"
          : "$.media_category: does not have a value in the enumeration")
    }
    return category
  }

  private func upload(_ id: String, of caller: XTokens.Access) throws(Refusal) -> XUpload {
    guard let upload = uploads[id], upload.ownerID == caller.accountID, world.now < upload.expiresAt else {
      throw .xInvalid("id", id, "Your media IDs are invalid.")
    }
    return upload
  }

  private func render(_ upload: XUpload) -> JSON {
    let left = (upload.expiresAt - world.now).components.seconds
    var object: JSONObject = [
      "id": .string(upload.id), "media_key": .string(upload.mediaKey), "expires_after_secs": .integer(left),
    ]
    if upload.finalizedAt != nil { object["size"] = JSON(upload.totalBytes) }
    if let processing = upload.processing(at: world.now) { object["processing_info"] = processing }
    return .object(object)
  }
}

/// The fields of an upload call, which come as a multipart form, as JSON, or in the query.
private struct UploadFields {
  private let multipart: MultipartForm?
  private let json: JSON?
  private let call: Call

  init(_ call: Call) {
    self.call = call
    multipart = MultipartForm(call.request)
    json = multipart == nil ? call.json : nil
  }

  func text(_ name: String) -> String? {
    multipart?.part(name)?.text ?? json?[name]?.string ?? json?[name]?.integer.map { String($0) }
      ?? call.query(name) ?? call.form(name)
  }

  var media: [UInt8]? {
    multipart?.part("media").map { Array($0.content) } ?? json?["media"]?.string.flatMap { Base64.decode($0) }
  }
}
