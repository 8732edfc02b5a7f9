/// What Instagram takes
/// (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media,
/// verified 2026-11-21).
enum InstagramLimits {
  /// Unicode scalars of a caption. Uncertain: the reference says "characters".
  static let caption = 2200
  /// In a caption. Uncertain: Instagram's own app may take fewer since December 2025.
  static let hashtags = 30
  static let mentions = 20
  /// Whether it may follow `#` or `@`: letters and digits of any script, `_`. Uncertain in its details.
  static func isOfTag(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
  }
  /// Unicode scalars of the description of an image.
  static let altText = 1000
  static let carousel = 2...10
  /// JPEG only; others are refused with 36001/2207005.
  static let imageTypes: Set<String> = ["image/jpeg"]
  static let videoTypes: Set<String> = ["video/mp4", "video/quicktime"]
  static let imageBytes: Int64 = 8 << 20
  /// Width by height, from 4:5 to 1.91:1, with the rounding of a pixel.
  static let imageRatio = 0.799...1.915
  static let reelBytes: Int64 = 300 << 20
  static let reelDuration = Duration.seconds(3)...Duration.seconds(900)
  /// Pixels.
  static let videoWidth = 1920
  static let videoRatio = 0.01...10.0
  static let videoCodecs: Set<String> = ["h264", "hevc"]
  static let soundCodecs: Set<String> = ["aac"]
  /// Mono or stereo, samples a second at most. Pictures are 4:2:0 and progressive, by the same page.
  static let soundChannels = 2
  static let soundRate = 48_000
  /// Pictures a second, with the rounding of 59.94 and its like.
  static let frameRates = 22.9...60.1
  /// Bits a second.
  static let bitRate: Int64 = 25_000_000
  static let storyBytes: Int64 = 100 << 20
  static let storyDuration = Duration.seconds(3)...Duration.seconds(60)
  /// How soon to look again when the quota of the last 24 hours is used up: it says not when its first one falls
  /// out.
  static let quotaPause = Duration.seconds(3600)
}
