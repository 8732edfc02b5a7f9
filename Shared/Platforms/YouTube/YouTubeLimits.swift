/// What YouTube takes (https://developers.google.com/youtube/v3/docs/videos, verified 2026-11-21, where nothing else is
/// said).
enum YouTubeLimits {
  /// Unicode scalars of a title ("100 characters … all valid UTF-8 characters except < and >"). Uncertain: YouTube's own
  /// pages may count UTF-16 units.
  static let title = 100
  /// Bytes of a description.
  static let description = 5000
  /// Unicode scalars of all tags with the commas between them; a tag with spaces counts two more, for its quotes.
  static let tags = 500
  /// Unicode scalars of a comment; uncertain: seen in clients only.
  static let comment = 10_000
  /// Bytes of a file: 256 GB.
  static let fileBytes: Int64 = 256_000_000_000
  /// Of a verified account; others have 15 minutes, which the API does not tell. Uncertain.
  static let duration = Duration.seconds(12 * 3600)
  /// A square or upright video of at most this becomes a Short. Uncertain.
  static let shortDuration = Duration.seconds(180)

  /// Chunks of an upload, but for the last, are multiples of this
  /// (https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, verified 2026-11-21).
  static let chunkUnit: Int64 = 256 << 10
  /// What is sent at once.
  static let chunk: Int64 = 8 << 20
}
