internal import Core

/// One kind of post that a platform takes, as the scene composes it and the verdict expects it in the ledger.
struct PostKind: Sendable {
  let name: String
  /// The endings of its files.
  var media: [String] = []
  var thread = 0
  var hasComment = false
  /// Stories have none: they are known by their file.
  var hasText = true
  var hasTitle = false
  var options: JSONObject = [:]
  /// Whether the platform has a way to tell what became of a request whose answer was lost.
  var isReadable = true

  static let platforms = ["facebook", "instagram", "x", "linkedin", "tiktok", "youtube", "pinterest"]

  /// What is light comes twice, so that a third of all have a video.
  static func all(of platform: String) -> [PostKind] {
    switch platform {
    case "facebook": facebook
    case "instagram": instagram
    case "x": x
    case "linkedin": linkedIn
    case "tiktok": tikTok
    case "youtube": youTube
    default: pinterest
    }
  }

  private static let video = "mp4?bytes=150000"

  private static let facebook = [
    PostKind(name: "text", hasComment: true), PostKind(name: "photo", media: ["jpg"]),
    PostKind(name: "photos", media: ["jpg", "jpg", "jpg"], hasComment: true),
    PostKind(name: "video", media: [video]), PostKind(name: "text"),
    PostKind(name: "reel", media: [video], options: ["kind": "reel"]),
    PostKind(name: "photo_story", media: ["jpg"], hasText: false, options: ["kind": "story"]),
    PostKind(name: "video_story", media: [video], hasText: false, options: ["kind": "story"]),
  ]
  private static let instagram = [
    PostKind(name: "image", media: ["jpg"], hasComment: true),
    PostKind(name: "carousel", media: ["jpg", "jpg", "jpg"]), PostKind(name: "image", media: ["jpg"]),
    PostKind(name: "reel", media: [video], hasComment: true),
    PostKind(name: "photo_story", media: ["jpg"], hasText: false, options: ["kind": "story"]),
    PostKind(name: "mixed_carousel", media: ["jpg", video]),
  ]
  private static let x = [
    PostKind(name: "text"), PostKind(name: "thread", thread: 2),
    PostKind(name: "images", media: ["jpg", "jpg"]), PostKind(name: "text", hasComment: true),
    PostKind(name: "video", media: [video]), PostKind(name: "image_thread", media: ["jpg"], thread: 1),
  ]
  private static let linkedIn = [
    PostKind(name: "text", hasComment: true), PostKind(name: "image", media: ["jpg"]),
    PostKind(name: "images", media: ["jpg", "jpg"], hasComment: true),
    PostKind(name: "video", media: [video], hasTitle: true), PostKind(name: "text"),
  ]
  private static let tikTok = [
    PostKind(name: "video", media: [video], options: ["privacy_level": "PUBLIC_TO_EVERYONE"]),
    PostKind(
      name: "photo", media: ["jpg"], options: ["privacy_level": "PUBLIC_TO_EVERYONE"], isReadable: false),
    PostKind(
      name: "photos", media: ["jpg", "jpg"], options: ["privacy_level": "PUBLIC_TO_EVERYONE"],
      isReadable: false),
  ]
  private static let youTube = [
    PostKind(name: "video", media: [video], hasTitle: true),
    PostKind(name: "commented_video", media: ["mp4?bytes=600000"], hasComment: true, hasTitle: true),
  ]
  private static let pinterest = [
    PostKind(name: "image", media: ["jpg"], hasTitle: true), PostKind(name: "image", media: ["jpg"]),
    PostKind(name: "images", media: ["jpg", "jpg"], hasTitle: true), PostKind(name: "video", media: [video]),
  ]
}

extension PostKind {
  /// What is composed for one account. `mark` tells the post from all others; `board` is Pinterest's.
  func variant(_ mark: String, sandbox: String, board: String?) -> JSON {
    var options = options
    if let board { options["board_id"] = .string(board) }
    return [
      "text": .string(hasText ? Self.text(mark) : ""), "title": hasTitle ? .string(Self.text(mark)) : .null,
      "media": .array(
        media.enumerated().map { index, ending in
          ["url": .string("\(sandbox)/media/\(mark)_\(index).\(ending)")]
        }),
      "thread": .array((0..<thread).map { .string(Self.text(mark) + " part \($0 + 2)") }),
      "first_comment": hasComment ? .string(Self.text(mark) + " comment") : .null,
      "options": .object(options),
    ]
  }

  /// The texts that the ledger must have, in their order: one line each.
  func lines(_ mark: String) -> [String] {
    let thread = (0..<thread).map { Self.text(mark) + " part \($0 + 2)" }
    return [hasText ? Self.text(mark) : ""] + thread + (hasComment ? [Self.text(mark) + " comment"] : [])
  }

  static func text(_ mark: String) -> String { "Fault \(mark)" }
}
