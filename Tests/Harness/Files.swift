internal import Core
internal import Glibc

/// Names below the system's directory for temporary files.
package enum TemporaryDirectory {
  package static func path(_ name: String) -> String { "/tmp/clientnest-\(name)-\(UUID.v7())" }

  /// Removes a directory with all that is in it.
  package static func remove(_ path: String) throws {
    guard path.hasPrefix("/tmp/clientnest-") else { return }
    _ = try ChildProcess.run("/bin/rm", ["-rf", path])
  }
}

/// Whole files as text.
package enum TextFile {
  package static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Timeout(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk.prefix(count)
    }
  }

  package static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw Timeout(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    guard fputs(text, file) >= 0 else { throw Timeout(description: "\(path) cannot be written") }
  }

  /// The names in a directory, without hidden ones, sorted.
  package static func names(in directory: String) throws -> [String] {
    guard let handle = opendir(directory) else { throw Timeout(description: "\(directory) cannot be listed") }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}

/// Whole files as bytes.
package enum ByteFile {
  package static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Timeout(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return bytes }
      bytes += chunk.prefix(count)
    }
  }

  package static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw Timeout(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw Timeout(description: "\(path) cannot be written")
    }
  }

  package static func remove(_ path: String) throws {
    guard unlink(path) == 0 else { throw Timeout(description: "\(path) cannot be removed") }
  }
}
