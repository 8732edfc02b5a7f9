extension TikTok {
  func target(for media: Media, in content: Content) -> MediaTarget? {
    guard media.isVideo else {
      var target = MediaTarget(name, types: TikTokLimits.photoTypes, bytes: TikTokLimits.photoBytes)
      let isUpright = media.facts.map { $0.height > $0.width } ?? false
      target.width = isUpright ? TikTokLimits.photoSides.short : TikTokLimits.photoSides.long
      target.height = isUpright ? TikTokLimits.photoSides.long : TikTokLimits.photoSides.short
      return target
    }
    var target = MediaTarget(name, types: TikTokLimits.videoTypes, bytes: TikTokLimits.videoBytes)
    target.width = TikTokLimits.sides.upperBound
    target.height = TikTokLimits.sides.upperBound
    target.codecs = TikTokLimits.videoCodecs
    target.frameRates = TikTokLimits.frameRates
    return target
  }
}
