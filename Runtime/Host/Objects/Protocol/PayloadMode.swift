internal import Signature

/// What `x-amz-content-sha256` says of the body
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
enum PayloadMode: Equatable {
  /// In hexadecimal.
  case hash(String)
  case unsigned
  /// In `aws-chunked` pieces that are each signed.
  case signedChunks(hasTrailer: Bool)
  /// In `aws-chunked` pieces, with a checksum at the end.
  case unsignedChunks

  init(_ word: String) throws(S3Error) {
    switch word {
    case CanonicalRequest.unsignedPayload: self = .unsigned
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": self = .signedChunks(hasTrailer: false)
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": self = .signedChunks(hasTrailer: true)
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER": self = .unsignedChunks
    case _ where word.utf8.count == 64: self = .hash(word.lowercased())
    default:
      throw .invalidArgument(
        "x-amz-content-sha256", word,
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
          + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value."
      )
    }
  }

  var isChunked: Bool {
    switch self {
    case .signedChunks, .unsignedChunks: true
    case .hash, .unsigned: false
    }
  }
}
