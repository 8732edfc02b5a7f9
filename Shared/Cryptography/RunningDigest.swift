internal import COpenSSL

/// A digest of bytes that come piece by piece.
package final class RunningDigest {
  package enum Algorithm: Sendable {
    case md5, sha1, sha256

    fileprivate var method: OpaquePointer? {
      switch self {
      case .md5: EVP_md5()
      case .sha1: EVP_sha1()
      case .sha256: EVP_sha256()
      }
    }

    fileprivate var size: Int {
      switch self {
      case .md5: 16
      case .sha1: 20
      case .sha256: 32
      }
    }
  }

  private let algorithm: Algorithm
  private let context: OpaquePointer?

  package init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
    context = EVP_MD_CTX_new()
    begin()
  }

  deinit { EVP_MD_CTX_free(context) }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    let done = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(done == 1, "OpenSSL cannot continue a digest")
  }

  package func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes(update) }

  /// The digest of all since the beginning, or since it was asked for last.
  package func finish() -> [UInt8] {
    var result = [UInt8](repeating: 0, count: algorithm.size)
    let done = EVP_DigestFinal_ex(context, &result, nil)
    precondition(done == 1, "OpenSSL cannot finish a digest")
    begin()
    return result
  }

  private func begin() {
    let done = EVP_DigestInit_ex(context, algorithm.method, nil)
    precondition(done == 1, "OpenSSL has no such digest")
  }
}
