extension Instagram {
  func target(for media: Media, in content: Content) -> MediaTarget? {
    guard media.isVideo else {
      return MediaTarget(name, types: InstagramLimits.imageTypes, bytes: InstagramLimits.imageBytes)
    }
    let bytes =
      Shape(of: content) == .story ? InstagramLimits.storyBytes : InstagramLimits.reelBytes
    var target = MediaTarget(name, types: InstagramLimits.videoTypes, bytes: bytes)
    target.width = InstagramLimits.videoWidth
    target.codecs = InstagramLimits.videoCodecs
    target.soundCodecs = InstagramLimits.soundCodecs
    target.frameRates = InstagramLimits.frameRates
    target.bitRate = InstagramLimits.bitRate
    target.needsFastStart = true
    target.needsPlainPictures = true
    target.soundChannels = InstagramLimits.soundChannels
    target.soundRate = InstagramLimits.soundRate
    return target
  }
}
