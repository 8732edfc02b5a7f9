internal import Core
internal import Cryptography
internal import Glibc
internal import PrivateFiles
internal import Synchronization

/// The bytes of objects and parts, in files that are written once and never changed.
///
/// A file is complete and on disk before a row names it, and is removed after no row names it any more. So whatever
/// a crash leaves behind is a file without a row, which the next start removes.
final class BlobDirectory: Sendable {
  private struct Readers {
    var next: UInt64 = 0
    var active: Set<UInt64> = []
    /// Files that no row names, and the number that the first reader after them got.
    var doomed: [(before: UInt64, blobs: [String])] = []
  }

  private let path: String
  private let readers = Mutex(Readers())

  /// Makes the directory and its 256 subdirectories when they are not there.
  init(_ path: String) throws {
    self.path = path
    try PrivateDirectory.make(path)
    for byte in UInt8.min...UInt8.max { try PrivateDirectory.make("\(path)/\(Hex.encode([byte]))") }
    try Self.sync(path)
  }

  func path(of blob: String) -> String { "\(path)/\(blob.prefix(2))/\(blob)" }

  /// A new, empty file.
  func create() throws -> (blob: String, descriptor: Int32) {
    let blob = Hex.encode(SecureRandom.bytes(16))
    return (blob, try PrivateFile.open(path(of: blob), O_WRONLY | O_CREAT | O_EXCL))
  }

  /// Makes the name of a new file durable.
  func syncDirectory(of blob: String) throws { try Self.sync("\(path)/\(blob.prefix(2))") }

  func openToRead(_ blob: String) throws -> Int32 { try PrivateFile.open(path(of: blob), O_RDONLY) }

  // MARK: Readers and removal

  /// To be taken before a row is read whose files are read afterwards: until it is given back, no file that the row
  /// names is removed.
  func beginReading() -> UInt64 {
    readers.withLock { readers in
      let ticket = readers.next
      readers.next += 1
      readers.active.insert(ticket)
      return ticket
    }
  }

  func endReading(_ ticket: UInt64) {
    unlink(
      readers.withLock { readers in
        readers.active.remove(ticket)
        return Self.takeUnread(&readers)
      })
  }

  /// Removes files that no row names any more, once all readers that may still have read such a row are done.
  func remove(_ blobs: [String]) {
    guard !blobs.isEmpty else { return }
    unlink(
      readers.withLock { readers in
        readers.doomed.append((before: readers.next, blobs: blobs))
        return Self.takeUnread(&readers)
      })
  }

  private static func takeUnread(_ readers: inout Readers) -> [String] {
    let oldest = readers.active.min() ?? readers.next
    let free = readers.doomed.filter { $0.before <= oldest }.flatMap(\.blobs)
    readers.doomed.removeAll { $0.before <= oldest }
    return free
  }

  private func unlink(_ blobs: [String]) {
    // What cannot be removed now is removed at the next start.
    for blob in blobs { Glibc.unlink(path(of: blob)) }
  }

  /// Removes the files for which `isKnown` is false; returns how many those were. Only before anything is written.
  func removeOrphans(_ isKnown: (String) throws -> Bool) throws -> Int {
    var count = 0
    for byte in UInt8.min...UInt8.max {
      let directory = "\(path)/\(Hex.encode([byte]))"
      for name in try Self.names(in: directory) where try !isKnown(name) {
        Glibc.unlink("\(directory)/\(name)")
        count += 1
      }
    }
    return count
  }

  private static func names(in directory: String) throws -> [String] {
    guard let handle = opendir(directory) else { throw FileFailure("cannot list \(directory)") }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func sync(_ directory: String) throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure("cannot open \(directory)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileFailure("cannot sync \(directory)") }
  }
}
