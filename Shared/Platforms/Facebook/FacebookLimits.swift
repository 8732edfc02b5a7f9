/// What Facebook takes of a page.
enum FacebookLimits {
  /// Unicode scalars of a message. Uncertain, as is the unit: known from clients, not from Meta's reference.
  static let text = 63_206
  /// Bytes of a photo (https://developers.facebook.com/docs/page-stories-api, verified 2026-11-21). Uncertain: an
  /// error of the API still speaks of 4 MB.
  static let photoBytes: Int64 = 10 << 20
  /// Of a photo (same page, and the text of error 1366046).
  static let photoTypes: Set<String> = [
    "image/jpeg", "image/bmp", "image/png", "image/gif", "image/tiff", "image/heif", "image/webp",
  ]
  /// Of a reel (https://developers.facebook.com/docs/video-api/guides/reels-publishing, verified 2026-11-21).
  static let reelDuration = Duration.seconds(3)...Duration.seconds(90)
  /// Of a story's video (https://developers.facebook.com/docs/page-stories-api, verified 2026-11-21).
  static let storyDuration = Duration.seconds(3)...Duration.seconds(60)
  /// Pixels of a reel or a story's video (same pages); both are 9:16.
  static let shortVideoWidth = 540
  static let shortVideoHeight = 960
  /// Off 9:16 by rounding only.
  static let shortVideoRatio = 0.55...0.575
  /// How they are coded, with how many pictures a second (same pages).
  static let shortVideoTypes: Set<String> = ["video/mp4"]
  static let shortVideoCodecs: Set<String> = ["h264", "hevc", "vp9", "av1"]
  static let soundCodecs: Set<String> = ["aac"]
  /// Stereo, 48 kHz (same page, which has 4:2:0 and progressive pictures too).
  static let soundChannels = 2
  static let soundRate = 48_000
  static let frameRates = 23.9...60.1
  /// Of one request of a resumable upload, in bytes: what is held in memory at a time.
  static let chunk: Int64 = 8 << 20
  /// Of a person's long-lived token (https://developers.facebook.com/docs/facebook-login/guides/access-tokens).
  static let personTokenLife = Duration.seconds(60 * 86_400)
  /// Photos that are not used are dropped after about a day. Uncertain.
  static let unusedLife = Duration.seconds(20 * 3600)
}
