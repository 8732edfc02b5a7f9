/// What LinkedIn takes, and the version of its API that this is true of. Where sources differ, the narrower figure
/// is kept.
enum LinkedInLimits {
  /// What posts are called in their URNs.
  static let postTypes: Set<String> = ["share", "ugcPost", "activity"]

  /// A month; LinkedIn serves each version for about a year, then answers 426
  /// (https://learn.microsoft.com/linkedin/marketing/versioning, verified 2026-11-21).
  static let version = "202609"

  /// Characters of a text as people see it: without escapes, of a mention the name (verified 2026-11-21 at
  /// https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api). Uncertain: which characters
  /// are meant; UTF-16 units, for they are the most.
  static let textLength = 3000
  /// Of a comment, in UTF-16 units (uncertain: named by clients, not by the documentation).
  static let commentLength = 1250
  /// Of the title of a card or a video, in UTF-16 units (uncertain).
  static let titleLength = 400
  /// Of the description on a card, in UTF-16 units (uncertain).
  static let descriptionLength = 4086

  /// Images of one post
  /// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/multiimage-post-api, verified
  /// 2026-11-21).
  static let images = 20
  /// An image has fewer pixels than this, and an alternative text of at most so many UTF-16 units
  /// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api, verified 2026-11-21).
  static let imagePixels = 36_152_320
  static let altTextLength = 4086
  /// Bytes of an image: our own limit, for LinkedIn names pixels only. An image is uploaded as a whole.
  static let imageBytes: Int64 = 8 << 20
  static let imageTypes: Set<String> = ["image/jpeg", "image/png", "image/gif"]
  /// Of a GIF (same page).
  static let gifPictures = 250

  /// Length and bytes of a video (https://learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api,
  /// verified 2026-11-21; uncertain, the schema says 5 GB).
  static let videoDuration: ClosedRange<Duration> = .seconds(3)...(.seconds(1800))
  static let videoBytes: ClosedRange<Int64> = 76_800...500_000_000
  static let videoTypes: Set<String> = ["video/mp4"]
  /// Uncertain: the API's documentation names MP4 only; these are what LinkedIn's help pages have for it.
  static let videoCodecs: Set<String> = ["h264", "mpeg4", "vp8", "vp9"]
  static let soundCodecs: Set<String> = ["aac", "mp3"]

  /// Who sees a post.
  static let visibilities: Set<String> = ["PUBLIC", "CONNECTIONS", "LOGGED_IN"]

  /// Elements of a page of a list (verified 2026-11-21 at the Posts API).
  static let pageSize = 100
}
