internal import Core
internal import HTTPServer
internal import NIOCore

/// Videos in pieces, reels and the videos of stories in three phases.
extension Facebook {
  /// What is asked for at a time, in bytes.
  private static let piece = 4 << 20
  private static let uploadLife: Duration = .seconds(86_400)
  private static let reelsPerDay = 30

  /// Start, transfer, finish; or all at once by the address of the video.
  func uploadVideo(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page(path[0], parameters, Self.publishScope)
    switch parameters["upload_phase"] {
    case "start":
      guard let size = parameters["file_size"].flatMap({ Int($0) }), size > 0 else {
        throw .invalidParameter("The parameter file_size is required")
      }
      var video = begin("video", page)
      video.size = size
      keep(video)
      var answer = wanted(video)
      answer["upload_session_id"] = .string("9" + video.id)
      answer["video_id"] = .string(video.id)
      return .json(.object(answer))
    case "transfer": return try receivePiece(parameters, page)
    case "finish":
      let video = try session(parameters, page)
      guard video.isComplete else { throw .wrongSize }
      return .json(["success": .bool(try finish(video, page, parameters["description"] ?? "") != nil)])
    case nil:
      guard let url = parameters["file_url"] else { throw .invalidParameter("file_url is required") }
      var video = begin("video", page)
      video.address = url
      return .json(["id": .string(try finish(video, page, parameters["description"] ?? "") ?? "")])
    default: throw .invalidParameter("upload_phase must be one of start, transfer, finish")
    }
  }

  private func receivePiece(_ parameters: GraphParameters, _ page: FacebookPage) throws(Refusal) -> Answer {
    var video = try session(parameters, page)
    let offset = parameters["start_offset"].flatMap { Int($0) }
    guard let bytes = parameters.file("video_file_chunk"), !bytes.isEmpty, offset == video.received,
      video.received + bytes.count <= video.size ?? 0
    else { throw .wrongOffset(video.received, min(video.received + Self.piece, video.size ?? 0)) }
    if video.received == 0 { video.isVideo = Self.isVideo(bytes) }
    video.received += bytes.count
    keep(video)
    return .json(.object(wanted(video)))
  }

  /// Text, as Facebook writes these numbers.
  private func wanted(_ video: FacebookVideo) -> JSONObject {
    [
      "start_offset": .string(String(video.received)),
      "end_offset": .string(String(min(video.received + Self.piece, video.size ?? 0))),
    ]
  }

  private func session(_ parameters: GraphParameters, _ page: FacebookPage) throws(Refusal) -> FacebookVideo {
    guard let id = parameters["upload_session_id"], let video = videos[String(id.dropFirst())],
      video.pageID == page.id, video.finishedAt == nil, world.now - video.begunAt < Self.uploadLife
    else { throw .lostUpload }
    return video
  }

  func uploadReel(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    try uploadInPhases(call, path, "reel")
  }

  func uploadVideoStory(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    try uploadInPhases(call, path, "story")
  }

  private func uploadInPhases(_ call: Call, _ path: [String], _ kind: String) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page(path[0], parameters, Self.publishScope)
    switch parameters["upload_phase"] {
    case "start":
      let video = begin(kind, page)
      keep(video)
      return .json([
        "video_id": .string(video.id),
        "upload_url": .string("https://rupload.facebook.com/video-upload/v26.0/\(video.id)"),
      ])
    case "finish":
      guard let video = parameters["video_id"].flatMap({ videos[$0] }), video.pageID == page.id,
        video.kind == kind, video.finishedAt == nil
      else { throw .invalidParameter("video_id: no such upload") }
      guard video.isComplete else { throw .wrongSize }
      guard kind == "story" || parameters["video_state"] == "PUBLISHED" else {
        throw .invalidParameter("video_state: only PUBLISHED is simulated")
      }
      try checkReels(kind, page)
      let id = try finish(video, page, parameters["description"] ?? "")
      return .json(kind == "story" ? ["success": true, "post_id": JSON(id)] : ["success": true])
    default: throw .invalidParameter("upload_phase must be one of start, finish")
    }
  }

  private func checkReels(_ kind: String, _ page: FacebookPage) throws(Refusal) {
    guard world.settings.enforcesRateLimits, kind == "reel" else { return }
    let today = wall.list(page.id).prefix(while: { world.now - $0.publishedAt < .seconds(86_400) })
    guard today.count(where: { $0.kind == "reel" }) < Self.reelsPerDay else { throw .tooFast }
  }

  /// `rupload.facebook.com`: the bytes, or where they are fetched.
  func receiveVideo(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try validToken(GraphParameters(call))
    guard call.request.header("authorization")?.hasPrefix("OAuth ") == true, var video = videos[path[0]],
      video.finishedAt == nil
    else { throw .upload("NotAuthorizedError", "The upload is not known.") }
    if let url = call.request.header("file_url") {
      return .later(fetch(url, for: video))
    }
    guard let size = call.request.header("file_size").flatMap({ Int($0) }) else {
      throw .upload("ProcessingFailedError", "file_size or file_url is required")
    }
    guard call.request.header("offset") == String(video.received) else {
      throw .upload("OffsetInvalidError", "Request starting offset is invalid")
    }
    let bytes = call.request.body
    if video.received == 0 { video.isVideo = Self.isVideo(bytes[...]) }
    video.size = size
    video.received += bytes.count
    keep(video)
    guard video.isComplete else {
      throw .upload("PartialRequestError", "Partial request (did not match length of file)")
    }
    return .json(["success": true])
  }

  /// What is on this machine is looked at; of the rest only the name is known.
  private func fetch(_ url: String, for video: FacebookVideo) -> EventLoopFuture<HTTPReply> {
    let answer = world.eventLoop.makePromise(of: HTTPReply.self)
    var video = video
    video.address = url
    guard let fetch = OutboundCalls(eventLoop: world.eventLoop).fetch(url) else {
      keep(video)
      answer.succeed(.json(200, ["success": true]))
      return answer.futureResult
    }
    fetch.assumeIsolated().whenComplete { result in
      guard case .success(let fetched) = result, fetched.status == 200 else {
        let refusal = Refusal.upload("ProcessingFailedError", "The file could not be fetched.")
        return answer.succeed(refusal.reply)
      }
      video.isVideo = Self.isVideo(fetched.body[...])
      self.keep(video)
      answer.succeed(.json(200, ["success": true]))
    }
    return answer.futureResult
  }

  /// ISO 14496-12 §4.3: the file type box comes first.
  private static func isVideo(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.dropFirst(4).starts(with: "ftyp".utf8)
  }

  private func begin(_ kind: String, _ page: FacebookPage) -> FacebookVideo {
    FacebookVideo(id: makeID(), pageID: page.id, kind: kind, begunAt: world.now)
  }

  private func keep(_ video: FacebookVideo) {
    videos[video.id] = video
    world.remember(name, "video", video.record)
  }

  /// Takes it for good; what is no video is refused only when it is looked into, and never published. Nobody
  /// else sees the video until then, but the ledger has it from now on. Gives the id of its post.
  private func finish(_ video: FacebookVideo, _ page: FacebookPage, _ message: String) throws(Refusal)
    -> String?
  {
    var video = video
    video.finishedAt = world.now
    video.message = message
    keep(video)
    guard video.isVideo else { return "" }
    let id = video.kind == "story" ? makeID() : video.id
    publish(
      id, page, video.kind, message, media: [video.address ?? "\(video.received) bytes"], source: video.id)
    return id
  }
}
