internal import Glibc
internal import PrivateFiles

/// Where log lines end up: a file that is rotated by size, and standard output unless quiet.
struct LogSink: ~Copyable, Sendable {
  private static let maxFileBytes = 64 << 20

  private let path: String
  private let isQuiet: Bool
  private var descriptor: Int32
  private var size: Int

  /// `directory` must exist. A file that cannot be opened is done without: the host must not stop for its log.
  init(directory: String, isQuiet: Bool) {
    path = directory + "/clientnest.jsonl"
    self.isQuiet = isQuiet
    descriptor = Self.open(path)
    size = descriptor < 0 ? 0 : Int(lseek(descriptor, 0, SEEK_END))
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  mutating func write(_ lines: [UInt8]) {
    if !isQuiet { Self.write(lines, to: STDOUT_FILENO) }
    guard descriptor >= 0 else { return }
    Self.write(lines, to: descriptor)
    size += lines.count
    if size > Self.maxFileBytes { rotate() }
  }

  /// The last full file is kept as `clientnest.jsonl.1`.
  private mutating func rotate() {
    close(descriptor)
    rename(path, path + ".1")
    descriptor = Self.open(path)
    size = 0
  }

  private static func open(_ path: String) -> Int32 {
    (try? PrivateFile.open(path, O_WRONLY | O_CREAT | O_APPEND)) ?? -1
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        // Nobody can be told that the log cannot be written.
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}
