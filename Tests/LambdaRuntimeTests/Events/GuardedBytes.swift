internal import Glibc
internal import Harness

/// Memory that ends where a page begins that nobody may read: whoever reads beyond the end crashes for certain.
final class GuardedBytes {
  private static let page = 4096
  private let start: UnsafeMutableRawPointer
  private let capacity: Int

  init(capacity: Int) throws {
    self.capacity = (capacity + Self.page - 1) / Self.page * Self.page
    guard
      let start = mmap(
        nil, self.capacity + Self.page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED, mprotect(start + self.capacity, Self.page, PROT_NONE) == 0
    else { throw Timeout(description: "no memory to guard") }
    self.start = start
  }

  deinit { munmap(start, capacity + Self.page) }

  /// Lends the bytes from right before the guard.
  func lend<Result>(_ bytes: some Collection<UInt8>, _ body: (UnsafeRawBufferPointer) throws -> Result)
    rethrows -> Result
  {
    let lent = UnsafeMutableRawBufferPointer(start: start + capacity - bytes.count, count: bytes.count)
    lent.copyBytes(from: bytes)
    return try body(UnsafeRawBufferPointer(lent))
  }
}
