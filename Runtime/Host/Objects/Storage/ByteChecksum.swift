internal import Core
internal import Cryptography
internal import NIOCore

/// The checksums that S3 knows besides the ETag
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
enum ChecksumAlgorithm: String, Sendable, CaseIterable {
  case crc32 = "CRC32"
  case crc32c = "CRC32C"
  case crc64nvme = "CRC64NVME"
  case sha1 = "SHA1"
  case sha256 = "SHA256"

  /// `x-amz-checksum-crc32`
  var header: String { "x-amz-checksum-\(rawValue.lowercased())" }

  /// The name of its element in XML.
  var element: String { "Checksum\(rawValue)" }

  /// How the checksum of a multipart upload is made when the client does not say.
  var usualType: ChecksumType { self == .crc64nvme ? .fullObject : .composite }

  private var byteCount: Int {
    switch self {
    case .crc32, .crc32c: 4
    case .crc64nvme: 8
    case .sha1: 20
    case .sha256: 32
    }
  }

  /// Whether a value is one that this algorithm could have, of an object or of parts (`…-3`).
  func isForm(_ value: String) -> Bool {
    let parts = value.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    return Base64.decode(parts[0])?.count == byteCount
      && (parts.count == 1 || Int(digits: String(parts[1])) != nil)
  }

  var polynomial: CyclicRedundancyCode? {
    switch self {
    case .crc32: .crc32
    case .crc32c: .crc32c
    case .crc64nvme: .crc64nvme
    case .sha1, .sha256: nil
    }
  }
}

/// Whether the checksum of a multipart object is one of its parts' checksums or of its bytes.
enum ChecksumType: String, Sendable {
  case composite = "COMPOSITE"
  case fullObject = "FULL_OBJECT"
}

/// The checksum of an object or a part.
struct Checksum: Sendable, Equatable {
  let algorithm: ChecksumAlgorithm
  /// In base 64; for a composite one with `-` and the number of parts.
  let value: String
  let type: ChecksumType
}

/// Computes one checksum over bytes that come piece by piece.
final class RunningChecksum {
  private enum State {
    case cyclic(CyclicRedundancyCode, UInt64)
    case digest(RunningDigest)
  }

  let algorithm: ChecksumAlgorithm
  private var state: State

  init(_ algorithm: ChecksumAlgorithm) {
    self.algorithm = algorithm
    if let code = algorithm.polynomial {
      state = .cyclic(code, 0)
    } else {
      state = .digest(RunningDigest(algorithm == .sha1 ? .sha1 : .sha256))
    }
  }

  func update(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .cyclic(let code, let value): state = .cyclic(code, code.extend(value, bytes))
    case .digest(let digest): digest.update(bytes)
    }
  }

  /// In base 64.
  func finish() -> String {
    switch state {
    case .cyclic(let code, let value): Base64.encode(code.bytes(value))
    case .digest(let digest): Base64.encode(digest.finish())
    }
  }
}
