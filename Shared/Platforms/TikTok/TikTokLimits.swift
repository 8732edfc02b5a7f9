/// What TikTok takes (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide, verified 2026-11-21,
/// where nothing else is said).
enum TikTokLimits {
  /// UTF-16 units of a video's title, which is what people call its caption.
  static let videoTitle = 2200
  /// UTF-16 units of a photo post's title, and of its description (TikTok calls them UTF-16 runes:
  /// https://developers.tiktok.com/doc/content-posting-api-reference-photo-post).
  static let photoTitle = 90
  static let photoDescription = 4000
  static let photos = 35
  static let videoBytes: Int64 = 4 << 30
  /// Uncertain: the guide says 20 MB without a unit for the thousand.
  static let photoBytes: Int64 = 20 << 20
  /// Pixels of a photo. Uncertain: the guide says "1080p".
  static let photoSides = (short: 1080, long: 1920)
  /// A creator may have less; `creator_info` tells.
  static let duration = Duration.seconds(600)
  /// The shorter and the longer side of a video, in pixels.
  static let sides = 360...4096
  static let videoTypes: Set<String> = ["video/mp4", "video/quicktime", "video/webm"]
  static let videoCodecs: Set<String> = ["h264", "hevc", "vp8", "vp9"]
  static let photoTypes: Set<String> = ["image/jpeg", "image/webp"]
  /// Pictures a second, with the rounding of 59.94 and its like.
  static let frameRates = 22.9...60.1

  /// A file below this is sent in one piece; no piece but the last may be smaller.
  static let smallestChunk: Int64 = 5_000_000
  /// What is sent at once. The last piece is longer by the rest, at most twice this.
  static let chunk: Int64 = 5 << 20
  static let chunks: Int64 = 1000
  /// Of an address for an upload.
  static let uploadLifetime = Duration.seconds(3600)
}
