internal import ChildProcess
internal import Core
internal import Objects

/// A file of the library on this machine's disk, without a name, for what has to be read by leaps.
enum MediaFile {
  /// Bytes that are fetched at a time.
  private static let piece = 8 << 20

  static func fetch(_ key: String, _ head: ObjectHead, from objects: ObjectClient) throws -> TemporaryFile {
    let file = try TemporaryFile()
    for start in stride(from: 0, to: head.size, by: piece) {
      let end = min(start + piece, head.size)
      try file.append(try objects.get(key, bytes: start..<end, upTo: piece + 1) ?? [])
    }
    return file
  }
}

extension ByteSource {
  init(_ file: TemporaryFile) {
    self.init(size: file.size) { try file.read($0) }
  }
}
