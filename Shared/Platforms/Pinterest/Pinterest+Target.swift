extension Pinterest {
  func target(for media: Media, in content: Content) -> MediaTarget? {
    guard media.isVideo else {
      return MediaTarget(name, types: PinterestLimits.imageTypes, bytes: PinterestLimits.imageBytes)
    }
    var target = MediaTarget(name, types: PinterestLimits.videoTypes, bytes: PinterestLimits.videoBytes)
    target.codecs = PinterestLimits.videoCodecs
    return target
  }
}
