internal import Core
internal import HTTPServer
internal import NIOCore

/// Posts, photos, stories of photos, comments: what the calls that publish do.
extension Facebook {
  static let publishScope = "pages_manage_posts"
  private static let commentScope = "pages_manage_engagement"
  private static let largestPhoto = 10 << 20
  private static let unusedLife: Duration = .seconds(86_400)
  /// Within which the same text counts as a repetition; Facebook names no span.
  private static let repetitionSpan: Duration = .seconds(600)

  func createPost(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page(path[0], parameters, Self.publishScope)
    let message = parameters["message"] ?? ""
    let link = parameters["link"]
    let attached = parameters.list("attached_media").map { $0["media_fbid"]?.string ?? "" }
    switch Self.messageRule.objection(to: message, isAlone: link == nil && attached.isEmpty) {
    case .blank: throw .invalidParameter("Requires one of the params: message, link, attached_media")
    case nil: break
    default: throw .invalidParameter("Param message is too long")
    }
    if let link { try check(link) }
    for photo in attached { try checkUnused(photo, page) }
    if attached.isEmpty, !world.conditions.allowsDuplicates {
      let recent = wall.list(page.id).prefix(while: { world.now - $0.publishedAt < Self.repetitionSpan })
      guard !recent.contains(where: { $0.kind == "post" && $0.message == message && $0.source == link })
      else {
        throw .duplicatePost
      }
    }
    let id = "\(page.id)_\(makeID())"
    publish(
      id, page, attached.isEmpty ? "post" : "photo", message,
      media: attached.isEmpty ? [link].compactMap(\.self) : attached.compactMap { photos[$0]?.address },
      source: attached.isEmpty ? link : nil)
    for photo in attached { photos[photo]?.postID = id }
    var answer: JSONObject = ["id": .string(id)]
    if parameters["fields"]?.contains("permalink_url") == true {
      answer["permalink_url"] = .string(Self.address(of: id))
    }
    return .json(.object(answer))
  }

  static func address(of postID: String) -> String {
    let parts = postID.split(separator: "_")
    return "https://www.facebook.com/\(parts.first ?? "")/posts/\(parts.last ?? "")"
  }

  private func check(_ link: String) throws(Refusal) {
    guard link.hasPrefix("https://") || link.hasPrefix("http://") else { throw .badLink }
    let host = link.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
    guard host != "facebook.com", !host.hasSuffix(".facebook.com") else { throw .facebookLink }
  }

  private func checkUnused(_ id: String, _ page: FacebookPage) throws(Refusal) {
    guard let photo = photos[id], photo.pageID == page.id, world.now - photo.uploadedAt < Self.unusedLife
    else { throw .invalidParameter("Invalid parameter: media_fbid \(id)") }
    guard photo.postID == nil else { throw .usedPhoto }
  }

  /// A photo by its address or its bytes; published at once unless `published` is false.
  func createPhoto(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page(path[0], parameters, Self.publishScope)
    if let bytes = parameters.file("source") {
      guard Self.isPhoto(Array(bytes)) else { throw .badPhoto }
      return .now(keepPhoto("uploaded", page, parameters))
    }
    guard let url = parameters["url"] else { throw .invalidParameter("The parameter url is required") }
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else { throw .badPhoto }
    // What is on this machine is looked at; of the rest only the address is known.
    guard let fetch = OutboundCalls(eventLoop: world.eventLoop).fetch(url) else {
      return .now(keepPhoto(url, page, parameters))
    }
    let answer = world.eventLoop.makePromise(of: HTTPReply.self)
    fetch.assumeIsolated().whenComplete { result in
      guard case .success(let fetched) = result, fetched.status == 200, Self.isPhoto(fetched.body) else {
        return answer.succeed(Refusal.badPhoto.reply)
      }
      answer.succeed(self.keepPhoto(url, page, parameters))
    }
    return .later(answer.futureResult)
  }

  private static func isPhoto(_ bytes: [UInt8]) -> Bool {
    bytes.count <= largestPhoto && MediaRule.facebook.objection(to: bytes) == nil
      && (ImageFormat(of: bytes) != nil || bytes.starts(with: "BM".utf8))
  }

  private func keepPhoto(_ address: String, _ page: FacebookPage, _ parameters: GraphParameters) -> HTTPReply
  {
    let photo = FacebookPhoto(
      id: makeID(), pageID: page.id, address: address, altText: parameters["alt_text_custom"],
      uploadedAt: world.now)
    photos[photo.id] = photo
    world.remember(name, "photo", photo.record)
    guard parameters["published"] != "false" else { return .json(200, ["id": .string(photo.id)]) }
    let postID = "\(page.id)_\(photo.id)"
    publish(
      postID, page, "photo", parameters["message"] ?? parameters["caption"] ?? "", media: [address],
      source: nil)
    photos[photo.id]?.postID = postID
    return .json(200, ["id": .string(photo.id), "post_id": .string(postID)])
  }

  func createPhotoStory(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page(path[0], parameters, Self.publishScope)
    guard let photo = parameters["photo_id"] else { throw .invalidParameter("photo_id is required") }
    try checkUnused(photo, page)
    let id = makeID()
    publish(id, page, "story", "", media: [photos[photo]?.address ?? ""], source: photo)
    photos[photo]?.postID = id
    return .json(["success": true, "post_id": .string(id)])
  }

  /// Writes it down, then makes it visible.
  func publish(
    _ id: String, _ page: FacebookPage, _ kind: String, _ text: String, media: [String], source: String?
  ) {
    let publication = Publication(
      platform: name, accountID: page.id, id: id, kind: kind, text: text, media: media, source: source,
      publishedAt: world.now)
    world.ledger.record(publication)
    insert(publication, visibleAt: world.visibleFromNow)
  }

  /// A comment of the page on something of its own, or an answer to one.
  func createComment(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page("me", parameters, Self.commentScope)
    guard owner(of: path[0]) == page.id else { throw .noSuchObject(call.method, path[0]) }
    guard let message = parameters["message"], Self.messageRule.objection(to: message) == nil else {
      throw .invalidParameter("The parameter message is required")
    }
    let object = path[0].split(separator: "_").last ?? ""
    let publication = Publication(
      platform: name, accountID: page.id, id: "\(object)_\(makeID())", kind: "comment", text: message,
      replyTo: path[0], publishedAt: world.now)
    world.ledger.record(publication)
    insert(publication, visibleAt: world.visibleFromNow)
    return .json(["id": .string(publication.id)])
  }

  /// The page that something belongs to.
  func owner(of id: String) -> String? {
    wall.find(id)?.pageID ?? wall.comments[id]?.pageID ?? videos[id]?.pageID
  }

  func insert(_ publication: Publication, visibleAt: Instant) {
    if let target = publication.replyTo {
      wall.insert(
        FacebookComment(
          id: publication.id, objectID: target, pageID: publication.accountID, message: publication.text,
          createdAt: publication.publishedAt, visibleAt: visibleAt))
      return
    }
    wall.insert(
      FacebookPost(
        id: publication.id, pageID: publication.accountID, kind: publication.kind, message: publication.text,
        source: publication.source, publishedAt: publication.publishedAt, visibleAt: visibleAt))
  }
}

extension FacebookPhoto {
  /// As `init(_:)` reads it.
  fileprivate var record: JSONObject {
    [
      "id": .string(id), "page": .string(pageID), "address": .string(address), "alt": JSON(altText),
      "uploaded": .integer(uploadedAt.microseconds),
    ]
  }

  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let pageID = record["page"]?.string,
      let address = record["address"]?.string, let uploaded = record["uploaded"]?.integer
    else { return nil }
    self.init(
      id: id, pageID: pageID, address: address, altText: record["alt"]?.string,
      uploadedAt: Instant(microseconds: uploaded))
  }
}
