internal import Core
internal import HTTPClient

/// Uploads that can be resumed (https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol).
extension YouTube {
  /// An upload that has begun.
  struct Session {
    /// In our world.
    let url: String
    /// Of the whole video.
    let bytes: Int64

    /// Where the piece begins that makes the video: as little as possible, so that it is sent quickly.
    var lastPiece: Int64 { (bytes - 1) / YouTubeLimits.chunkUnit * YouTubeLimits.chunkUnit }
  }

  /// What a session says of itself.
  enum Progress {
    /// This many bytes have arrived.
    case stored(Int64)
    /// The video is made; its id.
    case complete(String)
    case gone
  }

  /// The session of an earlier call; nil before there is one.
  func session(of publication: Publication) throws(PlatformError) -> Session? {
    guard let address = publication.handle["session"]?.string,
      let bytes = publication.handle["bytes"]?.integer
    else { return nil }
    guard let url = world.url(named: address, below: "googleapis.com") else {
      throw PlatformError(
        .permanent, code: "session_address",
        detail: "YouTube named an address for the upload that is not its own.")
    }
    return Session(url: url, bytes: bytes)
  }

  /// Opens a session; there is no video until all bytes are there. Returns the new handle.
  func beginSession(_ publication: Publication) throws(PlatformError) -> JSONObject {
    guard let video = publication.content.media.first else {
      throw PlatformError(.mediaRejected, code: "no_video", detail: "There is no video to upload.")
    }
    let bytes: Int64
    if let facts = video.facts { bytes = facts.bytes } else { bytes = try world.mediaSize(video) }
    guard bytes > 0 else {
      throw PlatformError(.mediaRejected, code: "empty_video", detail: "The video is empty.")
    }
    let notifies = publication.content.options["notify_subscribers"]?.bool ?? true
    let response = try world.send(
      OutboundRequest(
        "POST",
        try world.url(
          "www.googleapis.com",
          "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status&notifySubscribers=\(notifies ? "true" : "false")"
        ),
        headers: [
          ("Authorization", "Bearer \(publication.grant.accessToken)"),
          ("Content-Type", "application/json; charset=UTF-8"), ("X-Upload-Content-Length", "\(bytes)"),
          ("X-Upload-Content-Type", contentType(of: video)),
        ], body: resource(publication.content).encoded()))
    guard response.status == 200 else { throw Self.error(response, isMutating: false) }
    guard let location = response.header("location") else {
      throw PlatformError(.transient, code: "no_session", detail: "YouTube opened no upload.")
    }
    var handle = publication.handle
    handle["session"] = .string(location)
    handle["bytes"] = .integer(bytes)
    return handle
  }

  /// Asks a session how far it is, which changes nothing.
  func probe(_ session: Session, _ grant: Grant) throws(PlatformError) -> Progress {
    let response = try put([], "bytes */\(session.bytes)", session, grant, timeout: .seconds(15))
    switch response.status {
    case 308: return .stored(Self.storedBytes(response))
    case 200, 201: return .complete(try Self.videoID(response))
    case 404, 410: return .gone
    default: throw Self.error(response, isMutating: false)
    }
  }

  /// Sends a piece that is not the last.
  func upload(_ piece: Range<Int64>, of publication: Publication, to session: Session) throws(PlatformError) {
    let response = try put(piece, of: publication, to: session, timeout: .seconds(30))
    // A session that is gone is found out by the next probe.
    if response.status == 404 || response.status == 410 { return }
    // So is what it has: the piece, when a connection died before the answer and it was sent twice.
    if response.status == 400 {
      throw PlatformError(
        .transient, code: "wrong_piece", detail: "YouTube did not expect this piece of the video.",
        status: 400
      )
    }
    guard response.status == 308 else { throw Self.error(response, isMutating: false) }
    guard Self.storedBytes(response) > piece.lowerBound else {
      throw PlatformError(
        .transient, code: "nothing_stored", detail: "YouTube kept nothing of what was sent.")
    }
  }

  /// Sends the piece that makes the video.
  func uploadLast(
    of publication: Publication, to session: Session, timeout: Duration
  ) throws(PlatformError) {
    let piece = session.lastPiece..<session.bytes
    let response = try put(piece, of: publication, to: session, isMutating: true, timeout: timeout)
    switch response.status {
    case 200, 201: return
    case 308, 404, 410:
      // Not all of it is there: the next preparation sees what is missing.
      throw PlatformError(
        .transient, code: "upload_incomplete", detail: "YouTube has not got all of the video.",
        status: response.status)
    default: throw Self.error(response, isMutating: true)
    }
  }

  private func put(
    _ piece: Range<Int64>, of publication: Publication, to session: Session, isMutating: Bool = false,
    timeout: Duration
  ) throws(PlatformError) -> InboundResponse {
    let bytes = try world.fetchMedia(publication.content.media.first ?? Media(url: ""), range: piece)
    let place = "bytes \(piece.lowerBound)-\(piece.upperBound - 1)/\(session.bytes)"
    return try put(bytes, place, session, publication.grant, isMutating: isMutating, timeout: timeout)
  }

  private func put(
    _ bytes: [UInt8], _ place: String, _ session: Session, _ grant: Grant, isMutating: Bool = false,
    timeout: Duration
  ) throws(PlatformError) -> InboundResponse {
    try world.send(
      OutboundRequest(
        "PUT", session.url,
        headers: [
          ("Authorization", "Bearer \(grant.accessToken)"), ("Content-Type", "application/octet-stream"),
          ("Content-Range", place),
        ], body: bytes, isMutating: isMutating, timeout: timeout))
  }

  /// `Range: bytes=0-524287` names the last byte; without it nothing has arrived.
  private static func storedBytes(_ response: InboundResponse) -> Int64 {
    response.header("range")?.split(separator: "-").last.flatMap { Int64($0) }?.saturated(plus: 1) ?? 0
  }

  private static func videoID(_ response: InboundResponse) throws(PlatformError) -> String {
    guard let id = response.json["id"]?.outsideText else {
      throw PlatformError(.transient, code: "no_id", detail: "YouTube made the video but named no id for it.")
    }
    return id
  }

  private func contentType(of video: Media) -> String {
    if let type = video.facts?.contentType { return type }
    let path = video.url.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return path.hasSuffix(".mov") ? "video/quicktime" : "video/mp4"
  }

  /// The video as YouTube is told of it.
  private func resource(_ content: Content) -> JSON {
    let options = content.options
    var snippet: JSONObject = [
      "title": JSON(content.title), "description": .string(content.textWithLink),
      "categoryId": options["category_id"] ?? "22",
    ]
    if let tags = options["tags"] { snippet["tags"] = tags }
    if let language = options["language"] { snippet["defaultLanguage"] = language }
    var status: JSONObject = [
      "privacyStatus": options["privacy_status"] ?? "public",
      "selfDeclaredMadeForKids": options["made_for_kids"] ?? false,
    ]
    let named = [
      ("contains_synthetic_media", "containsSyntheticMedia"), ("embeddable", "embeddable"),
      ("license", "license"),
    ]
    for (option, member) in named { if let value = options[option] { status[member] = value } }
    return ["snippet": .object(snippet), "status": .object(status)]
  }
}
