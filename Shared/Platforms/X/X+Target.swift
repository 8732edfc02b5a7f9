extension X {
  /// A GIF that moves is no image to X, and cannot be made one.
  func target(for media: Media, in content: Content) -> MediaTarget? {
    switch XUploadKind(media) {
    case .gif: return nil
    case .image: return MediaTarget(name, types: XLimits.imageTypes, bytes: XLimits.imageBytes)
    case .video:
      var target = MediaTarget(name, types: XLimits.videoTypes, bytes: XLimits.videoBytes)
      target.codecs = XLimits.videoCodecs
      target.soundCodecs = XLimits.soundCodecs
      target.frameRates = XLimits.frameRates
      target.needsPlainPictures = true
      target.soundChannels = XLimits.soundChannels
      return target
    }
  }
}
