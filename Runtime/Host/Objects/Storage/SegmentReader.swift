internal import Glibc
internal import NIOCore
internal import PrivateFiles

/// Reads the bytes of segments in order, a piece at a time.
final class SegmentReader {
  private static let pieceSize = 256 << 10

  private let directory: BlobDirectory
  private var segments: ArraySlice<Segment>
  private var descriptor: Int32 = -1
  private var offset = 0
  private var left = 0

  init(_ segments: [Segment], in directory: BlobDirectory) {
    self.directory = directory
    self.segments = segments[...]
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// nil at the end.
  func next() throws -> ByteBuffer? {
    if left == 0 {
      guard let segment = segments.popFirst() else { return nil }
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
      descriptor = try directory.openToRead(segment.blob)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
      (offset, left) = (segment.start, segment.length)
    }
    var buffer = ByteBufferAllocator().buffer(capacity: min(left, Self.pieceSize))
    let (wanted, offset) = (min(left, Self.pieceSize), offset)
    let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { raw in
      max(0, pread(descriptor, raw.baseAddress, wanted, offset))
    }
    guard count > 0 else { throw FileFailure("cannot read an object") }
    self.offset += count
    left -= count
    return buffer
  }
}
