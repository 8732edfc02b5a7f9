internal import Glibc
internal import PrivateFiles

/// Reads a log from its beginning and then what is added to it, into the next file when it is rotated.
struct LogTail {
  private let path: String
  private var descriptor: Int32
  private var partial: [UInt8] = []

  /// nil when there is no such file.
  init?(_ path: String) {
    self.path = path
    guard let descriptor = Self.open(path) else { return nil }
    self.descriptor = descriptor
  }

  private static func open(_ path: String) -> Int32? { try? PrivateFile.open(path, O_RDONLY) }

  /// The lines that were completed since the last call.
  mutating func readLines() throws -> [String] {
    partial += try LocalFile.readAll(descriptor, from: path)
    if try wasRotated() { partial += try LocalFile.readAll(descriptor, from: path) }
    guard let end = partial.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = partial[..<end].split(separator: UInt8(ascii: "\n"))
    partial.removeSubrange(...end)
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether another file has taken the path; that one is then read from its beginning.
  private mutating func wasRotated() throws -> Bool {
    var current = stat()
    var opened = stat()
    guard stat(path, &current) == 0, fstat(descriptor, &opened) == 0, current.st_ino != opened.st_ino else {
      return false
    }
    guard let next = Self.open(path) else { return false }
    close(descriptor)
    descriptor = next
    return true
  }
}
