/// By the platforms' own pages, read for this purpose alone.
extension MediaRule {
  /// https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
  static let instagram = MediaRule(
    stills: [.jpeg], imageBytes: 8 << 20, imageRatio: 0.799...1.915, films: [.mp4, .mov],
    codings: ["avc1", "avc3", "hvc1", "hev1"], sounds: ["mp4a"], filmBytes: 0...(300 << 20), seconds: 3...900,
    rates: 22.9...60.1, mostWidth: 1920, filmRatio: 0.01...10, isPlain: true, channels: 2, samples: 48_000,
    beginsWithDescription: true)

  /// https://docs.x.com/x-api/media/quickstart/best-practices
  static let x = MediaRule(
    stills: [.jpeg, .png, .webp, .gif], moving: [.gif], mostPictures: 350, imageBytes: 15 << 20,
    films: [.mp4, .mov],
    codings: ["avc1", "avc3"], sounds: ["mp4a"], seconds: 0.5...8000, rates: 0...60.1,
    filmRatio: 0.333...3.001,
    isPlain: true, channels: 2)

  /// https://developers.facebook.com/docs/graph-api/reference/page/photos, and /videos, which takes what is a film.
  static let facebook = MediaRule(
    stills: [.jpeg, .png, .gif, .webp], moving: [.gif], imageBytes: 10 << 20, films: [.mp4, .mov])

  /// https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api and /videos-api
  static let linkedIn = MediaRule(
    stills: [.jpeg, .png, .gif], moving: [.gif], mostPictures: 250, imagePixels: 36_152_319, films: [.mp4],
    codings: ["avc1", "avc3", "mp4v", "vp08", "vp09"], sounds: ["mp4a", ".mp3"],
    filmBytes: 75_000...5_368_709_120,
    seconds: 3...1800)

  /// https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
  static let tikTok = MediaRule(
    stills: [.jpeg, .webp], imageBytes: 20 << 20, imageSides: (1080, 1920), films: [.mp4, .mov],
    codings: ["avc1", "avc3", "hvc1", "hev1", "vp08", "vp09"], filmBytes: 0...(4 << 30), seconds: 0...600,
    rates: 22.9...60.1, sides: 360...4096)

  /// https://help.pinterest.com/en/business/article/pinterest-product-specs
  static let pinterest = MediaRule(
    stills: [.jpeg, .png, .webp], imageBytes: 20 << 20, films: [.mp4, .mov],
    codings: ["avc1", "avc3", "hvc1", "hev1"],
    filmBytes: 0...(2 << 30), seconds: 4...900)

  /// https://support.google.com/youtube/troubleshooter/2888402: it converts what it can read.
  static let youTube = MediaRule(films: [.mp4, .mov])

  static let all: [String: MediaRule] = [
    "instagram": .instagram, "x": .x, "facebook": .facebook, "linkedin": .linkedIn, "tiktok": .tikTok,
    "pinterest": .pinterest, "youtube": .youTube,
  ]
}
