internal import Core

/// What a container is to become, checked as far as its parameters go.
struct InstagramDraft {
  enum Kind: String {
    case image, reel, story, carousel, carouselVideo = "carousel_video"
  }

  let kind: Kind
  let caption: String
  let imageURL: String?
  let videoURL: String?
  let children: [String]
  let isCarouselItem: Bool
  let altText: String?

  /// The addresses of its own media; a carousel's are those of its children.
  var mediaURLs: [String] { [imageURL, videoURL].compactMap(\.self) }

  init(_ call: Call) throws(Refusal) {
    isCarouselItem = call.parameter("is_carousel_item") == "true"
    caption = call.parameter("caption") ?? ""
    imageURL = call.parameter("image_url")
    videoURL = call.parameter("video_url")
    altText = call.parameter("alt_text")
    children = Self.children(call.parameter("children") ?? "")
    kind = try Self.kind(call.parameter("media_type"), isCarouselItem: isCarouselItem)
    try checkMedia()
    try checkTexts(collaborators: call.parameter("collaborators") ?? "")
  }

  private static func kind(_ mediaType: String?, isCarouselItem: Bool) throws(Refusal) -> Kind {
    switch mediaType {
    case nil, "IMAGE": return .image
    case "REELS": return .reel
    case "STORIES": return .story
    case "CAROUSEL": return .carousel
    // A video alone has been a reel since 2023.
    case "VIDEO" where isCarouselItem: return .carouselVideo
    default: throw .unknownMediaType
    }
  }

  /// `1,2,3` or `["1","2","3"]`.
  private static func children(_ text: String) -> [String] {
    if let array = (try? JSON(parsing: text))?.array { return array.compactMap { $0.string ?? $0.text } }
    return text.split(separator: ",").map { String($0.filter { $0 != " " }) }
  }

  private func checkMedia() throws(Refusal) {
    switch kind {
    case .image:
      guard imageURL != nil else { throw .invalidParameter("The parameter image_url is required") }
    case .reel, .carouselVideo:
      guard videoURL != nil else { throw .invalidParameter("The parameter video_url is required") }
    case .story:
      guard imageURL != nil || videoURL != nil else {
        throw .invalidParameter("The parameter image_url or video_url is required")
      }
    case .carousel:
      guard (2...10).contains(children.count), !isCarouselItem else { throw .carouselCount }
    }
    for url in mediaURLs where !url.hasPrefix("http://") && !url.hasPrefix("https://") { throw .notFetchable }
    // What is on this machine is looked at; of the rest only the name is known.
    if let videoURL, !Self.isOnThisMachine(videoURL), !["mp4", "mov"].contains(Self.fileExtension(videoURL)) {
      throw .videoFormat
    }
    if let imageURL, !Self.isOnThisMachine(imageURL), !["jpg", "jpeg"].contains(Self.fileExtension(imageURL))
    {
      throw .imageFormat
    }
  }

  private func checkTexts(collaborators: String) throws(Refusal) {
    let objection = Instagram.captionRule.objection(to: caption)
    guard objection != .long else { throw .captionTooLong }
    guard objection == nil, collaborators.split(separator: ",").count <= 3 else { throw .tooManyTags }
    guard Instagram.altTextRule.objection(to: altText ?? "") == nil else {
      throw .invalidParameter("The parameter alt_text is at most 1000 characters")
    }
  }

  static func isOnThisMachine(_ url: String) -> Bool {
    OutboundCalls.isOnThisMachine(url)
  }

  private static func fileExtension(_ url: String) -> String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    return path.split(separator: "/").last?.split(separator: ".").last?.lowercased() ?? ""
  }
}

/// Media on their way to a publication.
struct InstagramContainer {
  enum Status: String {
    case inProgress = "IN_PROGRESS"
    case finished = "FINISHED"
    case published = "PUBLISHED"
    case expired = "EXPIRED"
  }

  private static let lifetime: Duration = .seconds(86_400)

  let id: String
  let accountID: String
  let draft: InstagramDraft
  let createdAt: Instant
  let readyAt: Instant
  /// When it was published, if it was.
  var publishedAt: Instant?

  func status(at now: Instant) -> Status {
    if publishedAt != nil { return .published }
    if now - createdAt > Self.lifetime { return .expired }
    return now < readyAt ? .inProgress : .finished
  }
}

extension InstagramContainer.Status {
  /// The `status` field's sentence.
  var sentence: String {
    switch self {
    case .inProgress: "In Progress: Media is still being processed."
    case .finished: "Finished: Media has been uploaded and it is ready to be published."
    case .published: "Published: Media has been already published."
    case .expired: "Expired: Media was not published within 24 hours."
    }
  }
}

extension InstagramContainer {
  /// As `init(_:)` reads it.
  var record: JSONObject {
    [
      "id": .string(id), "account": .string(accountID), "kind": .string(draft.kind.rawValue),
      "caption": .string(draft.caption), "image": JSON(draft.imageURL), "video": JSON(draft.videoURL),
      "children": .array(draft.children.map { .string($0) }), "alt": JSON(draft.altText),
      "item": .bool(draft.isCarouselItem),
      "created": .integer(createdAt.microseconds), "ready": .integer(readyAt.microseconds),
    ]
  }

  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let accountID = record["account"]?.string,
      let draft = InstagramDraft(record: record), let created = record["created"]?.integer,
      let ready = record["ready"]?.integer
    else { return nil }
    self.init(
      id: id, accountID: accountID, draft: draft, createdAt: Instant(microseconds: created),
      readyAt: Instant(microseconds: ready))
  }
}

extension InstagramDraft {
  fileprivate init?(record: JSON) {
    guard let kind = record["kind"]?.string.flatMap(Kind.init(rawValue:)) else { return nil }
    self.kind = kind
    caption = record["caption"]?.string ?? ""
    imageURL = record["image"]?.string
    videoURL = record["video"]?.string
    children = (record["children"]?.array ?? []).compactMap(\.string)
    isCarouselItem = record["item"]?.bool ?? false
    altText = record["alt"]?.string
  }
}
