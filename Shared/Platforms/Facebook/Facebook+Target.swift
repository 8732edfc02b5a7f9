extension Facebook {
  /// Posts take nearly every video, reels and stories do not.
  func target(for media: Media, in content: Content) -> MediaTarget? {
    switch Shape(of: content) {
    case .video: return nil
    case .post, .photoStory:
      return MediaTarget(name, types: FacebookLimits.photoTypes, bytes: FacebookLimits.photoBytes)
    case .reel, .videoStory:
      var target = MediaTarget(name, types: FacebookLimits.shortVideoTypes, bytes: .max)
      target.codecs = FacebookLimits.shortVideoCodecs
      target.soundCodecs = FacebookLimits.soundCodecs
      target.frameRates = FacebookLimits.frameRates
      target.needsPlainPictures = true
      target.soundChannels = FacebookLimits.soundChannels
      target.soundRate = FacebookLimits.soundRate
      return target
    }
  }
}
