extension TikTok {
  func target(for media: Media, in content: Content) -> MediaTarget? {
    guard media.isVideo else {
      return MediaTarget(name, types: TikTokLimits.photoTypes, bytes: TikTokLimits.photoBytes)
    }
    var target = MediaTarget(name, types: TikTokLimits.videoTypes, bytes: TikTokLimits.videoBytes)
    target.width = TikTokLimits.sides.upperBound
    target.height = TikTokLimits.sides.upperBound
    target.codecs = TikTokLimits.videoCodecs
    target.frameRates = TikTokLimits.frameRates
    return target
  }
}
