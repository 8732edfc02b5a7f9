/// The limits of S3 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
enum ObjectLimits {
  /// Of one PUT, POST or part.
  static let largestUpload = 5 << 30
  /// Of an object.
  static let largestObject = 5 << 40
  /// Of every part but the last.
  static let smallestPart = 5 << 20
  static let parts = 1...10_000
  /// Names and values of metadata together.
  static let metadataBytes = 2048
  /// Of the XML of a request.
  static let largestDocument = 2 << 20
}
