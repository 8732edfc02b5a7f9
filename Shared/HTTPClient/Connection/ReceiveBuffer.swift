#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Bytes as they come from a socket, in memory that is kept and only grows.
final class ReceiveBuffer {
  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  /// How many bytes are in it.
  var count = 0

  init(capacity: Int = 16 << 10) {
    guard let start = malloc(capacity) else { preconditionFailure("out of memory") }
    self.start = start
    self.capacity = capacity
  }

  deinit { Glibc.free(start) }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// Where the next bytes go.
  var free: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: start + count, count: capacity - count)
  }

  /// Makes room for so many bytes in all.
  func reserve(_ total: Int) {
    guard total > capacity else { return }
    // Large blocks are moved by remapping their pages, not by copying.
    guard let grown = realloc(start, total) else { preconditionFailure("out of memory") }
    start = grown
    capacity = total
  }

  /// Makes room for at least so many more; doubles, so that a body of unknown length is not moved often.
  func reserveMore(_ more: Int) {
    if capacity - count < more { reserve(max(capacity * 2, count + more)) }
  }

  /// Moves a part to an earlier place.
  func move(_ part: Range<Int>, to offset: Int) {
    if part.lowerBound != offset && !part.isEmpty {
      memmove(start + offset, start + part.lowerBound, part.count)
    }
  }

  /// The offset of the next line feed.
  func lineFeed(from offset: Int) -> Int? {
    guard offset < count, let found = memchr(start + offset, 0x0A, count - offset) else { return nil }
    return found - start
  }
}
