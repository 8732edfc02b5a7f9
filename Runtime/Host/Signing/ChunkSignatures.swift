internal import Core
internal import Cryptography
internal import Signature

/// The signatures of the pieces of one body, each chained to the one before it and the first to that of the request
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
package struct ChunkSignatures: Sendable {
  private let seed: VerifiedSignature
  private var previous: String

  package init(after seed: VerifiedSignature) {
    self.seed = seed
    previous = seed.signature
  }

  /// Whether this is the signature of the next piece. `chunkHash` is the SHA-256 of its data in hexadecimal.
  package mutating func accept(chunkHash: String, signature: String) -> Bool {
    let nothing = Hex.encode(SHA256.hash([]))
    return accept("\(SigningKey.algorithm)-PAYLOAD", "\(nothing)\n\(chunkHash)", signature)
  }

  /// Whether this is the signature of the trailers, which come last.
  package mutating func accept(trailerHash: String, signature: String) -> Bool {
    accept("\(SigningKey.algorithm)-TRAILER", trailerHash, signature)
  }

  private mutating func accept(_ algorithm: String, _ hashes: String, _ signature: String) -> Bool {
    let right = seed.key.signature(
      of: "\(algorithm)\n\(seed.timestamp)\n\(seed.key.scope.text)\n\(previous)\n\(hashes)")
    previous = right
    return constantTimeEqual(Array(right.utf8), Array(signature.utf8))
  }
}
