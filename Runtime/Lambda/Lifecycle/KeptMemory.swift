internal import CMemory

/// What the process does with memory that an invocation has freed.
enum KeptMemory {
  /// Keeps up to 16 MiB of it for the next invocation, enough for an event and an answer of 6 MiB each. By default
  /// glibc gives large blocks back at once and gets them anew, page by page.
  static func configure() { keep_freed_memory(16 << 20) }
}
