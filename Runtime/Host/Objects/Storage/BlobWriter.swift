internal import Core
internal import Cryptography
internal import Glibc
internal import NIOCore
internal import PrivateFiles

/// Writes one new file and computes what is to be known of its bytes on the way. A file that is not finished is
/// removed.
final class BlobWriter {
  private let directory: BlobDirectory
  private let blob: String
  private var descriptor: Int32
  private let md5 = RunningDigest(.md5)
  private let sha256: RunningDigest?
  private let checksum: RunningChecksum?
  private(set) var size = 0

  /// `hashesPayload` when the SHA-256 of all is asked for afterwards.
  init(_ directory: BlobDirectory, checksum: ChecksumAlgorithm?, hashesPayload: Bool) throws {
    self.directory = directory
    self.checksum = checksum.map(RunningChecksum.init)
    sha256 = hashesPayload ? RunningDigest(.sha256) : nil
    (blob, descriptor) = try directory.create()
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(directory.path(of: blob))
  }

  func write(_ buffer: ByteBuffer) throws { try buffer.withUnsafeReadableBytes { try write($0) } }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    md5.update(bytes)
    sha256?.update(bytes)
    checksum?.update(bytes)
    size += bytes.count
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFailure("cannot write an object") }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  struct Sums {
    let md5: [UInt8]
    /// nil when it was not asked for.
    let sha256: [UInt8]?
    let checksum: (algorithm: ChecksumAlgorithm, value: String)?
  }

  /// What the bytes so far have given. To be asked for once, at the end.
  func sums() -> Sums {
    Sums(
      md5: md5.finish(), sha256: sha256?.finish(),
      checksum: checksum.map { (algorithm: $0.algorithm, value: $0.finish()) })
  }

  /// Makes the file durable and leaves it to the caller; nothing of it can be lost any more. An empty object has no
  /// file.
  func finish() throws -> [Segment] {
    guard size > 0 else { return [] }
    guard fsync(descriptor) == 0 else { throw FileFailure("cannot sync an object") }
    try directory.syncDirectory(of: blob)
    close(descriptor)
    descriptor = -1
    return [Segment(blob: blob, start: 0, length: size)]
  }
}
