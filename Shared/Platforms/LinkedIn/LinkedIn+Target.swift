extension LinkedIn {
  func target(for media: Media, in content: Content) -> MediaTarget? {
    if media.isVideo {
      var target = MediaTarget(
        name, types: LinkedInLimits.videoTypes, bytes: LinkedInLimits.videoBytes.upperBound)
      target.codecs = LinkedInLimits.videoCodecs
      target.soundCodecs = LinkedInLimits.soundCodecs
      return target
    }
    var target = MediaTarget(name, types: LinkedInLimits.imageTypes, bytes: LinkedInLimits.imageBytes)
    target.pixels = LinkedInLimits.imagePixels - 1
    return target
  }
}
