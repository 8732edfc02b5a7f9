/// Instagram's publishing errors: pairs of code and subcode that the Graph API documents.
extension Refusal {
  private static func publishing(
    _ code: Int, _ subcode: Int, _ message: String, _ title: String, isTransient: Bool = false
  ) -> Refusal {
    graph(
      GraphError(
        code: code, subcode: subcode, message: message, title: title, userMessage: message,
        isTransient: isTransient))
  }

  static let imageTooLarge = publishing(
    36_000, 2_207_004, "The image is too large to download. It should be less than 8 MiB.",
    "Image size too large")
  static let imageFormat = publishing(
    36_001, 2_207_005, "The image format is not supported. Supported format is JPEG.",
    "Image format not supported")
  static let imageRatio = publishing(
    36_003, 2_207_009, "The submitted image's aspect ratio is not supported: from 4:5 to 1.91:1.",
    "Image aspect ratio not supported")
  static let videoFormat = publishing(
    352, 2_207_026, "The video format is not supported. Supported formats are MOV and MP4.",
    "Video format not supported")
  static let notFetchable = publishing(
    9004, 2_207_052, "The media could not be fetched from this URI.", "Media download has failed")
  static let unknownMediaType = publishing(100, 2_207_023, "The media type is unknown.", "Unknown media type")
  static let carouselCount = publishing(
    100, 2_207_028, "A carousel has from 2 to 10 items, made as carousel items.", "Carousel validation failed"
  )
  static let captionTooLong = publishing(
    36_004, 2_207_010, "The caption is at most 2,200 characters, 30 hashtags and 20 mentions.",
    "Caption too long")
  static let tooManyTags = publishing(100, 2_207_040, "Too many tags.", "Too many tags")
  static let containerNotFound = publishing(
    24, 2_207_006, "The requested resource does not exist", "Media not found")
  static let containerExpired = publishing(
    -2, 2_207_020, "The media you are trying to access has expired. Make it again.", "Media expired")
  /// Also for a container that was published already: it is not available any more.
  static let containerNotReady = publishing(9007, 2_207_027, "Media ID is not available", "Media not ready")
  static let quotaReached = publishing(9, 2_207_042, "Application request limit reached", "Max posts reached")
}
