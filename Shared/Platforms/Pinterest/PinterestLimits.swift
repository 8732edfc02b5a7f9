/// What Pinterest takes (https://github.com/pinterest/api-description, v5.23.0, verified 2026-11-21, unless noted).
enum PinterestLimits {
  /// Unicode scalars: `maxLength` of JSON Schema counts characters of RFC 8259 (Validation, section 6.3.1).
  static let title = 100
  static let description = 800
  static let altText = 500
  static let link = 2048
  static let carousel = 2...5
  /// Not in the specification; from Pinterest's help pages. Uncertain, as are the next four.
  static let imageTypes: Set<String> = ["image/jpeg", "image/png", "image/webp"]
  static let imageBytes: Int64 = 20 << 20
  static let videoTypes: Set<String> = ["video/mp4", "video/quicktime", "video/x-m4v"]
  static let videoCodecs: Set<String> = ["h264", "hevc"]
  static let videoBytes: Int64 = 2 << 30
  static let videoDuration = Duration.seconds(4)...Duration.seconds(900)
  /// Of the upload of a video, which Pinterest's storage takes in one request only: it must end before the
  /// worker's lease does.
  static let uploadTimeout = Duration.seconds(60)
  /// Digits of an id.
  static let idLength = 1...32
}
