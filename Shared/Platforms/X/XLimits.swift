/// What X takes besides the weighted length of a text (`WeightedLength`).
enum XLimits {
  /// Images of one post; a GIF or a video stands alone
  /// (https://docs.x.com/x-api/posts/create-post, verified 2026-11-21).
  static let images = 4
  /// UTF-16 units of an alternative text (https://docs.x.com/x-api/media/create-media-metadata, verified 2026-11-21).
  static let altTextLength = 1000

  /// https://docs.x.com/x-api/media/quickstart/best-practices, verified 2026-11-21.
  static let imageBytes: Int64 = 5 << 20
  static let imageTypes: Set<String> = ["image/jpeg", "image/png", "image/webp", "image/gif"]
  static let gifBytes: Int64 = 15 << 20
  static let gifWidth = 1280
  static let gifHeight = 1080
  static let gifPictures = 350

  /// As much as the parts of an upload hold. Uncertain: since September 2026 every account is said to have 8 GB and 20
  /// minutes, with Premium 16 GB and 125 minutes; an older page says 512 MB and 140 s. X refuses what an account may
  /// not have when the upload begins, and says so.
  static let videoBytes = partBytes * 1000
  static let videoDuration: ClosedRange<Duration> = .milliseconds(500)...(.seconds(1200))
  /// Width to height, and height to width.
  static let videoRatio = 3.0
  static let videoTypes: Set<String> = ["video/mp4", "video/quicktime"]
  /// How it is coded, with how many pictures a second
  /// (https://docs.x.com/x-api/media/quickstart/best-practices, verified 2026-11-21).
  static let videoCodecs: Set<String> = ["h264"]
  static let soundCodecs: Set<String> = ["aac"]
  /// "Mono or stereo, not 5.1 or greater"; pictures are 4:2:0 and progressive, by the same page.
  static let soundChannels = 2
  static let frameRates = 0...60.1

  /// Bytes of one part of an upload: at most 5 MB by the documentation, and there are at most 1,000
  /// (https://docs.x.com/x-api/media/append-media-upload, verified 2026-11-21).
  static let partBytes: Int64 = 4 << 20

  /// https://docs.x.com/x-api/posts/create-post, verified 2026-11-21.
  static let replySettings: Set<String> = ["following", "mentionedUsers", "subscribers", "verified"]
  static let pollOptions = 2...4
  /// Unicode scalars: `maxLength` of JSON Schema counts characters of RFC 8259 (Validation, section 6.3.1).
  static let pollOptionLength = 25
  static let pollMinutes: ClosedRange<Int64> = 5...10_080
  /// Cashtags (`$NAME`) of one post.
  static let cashtags = 1
}
