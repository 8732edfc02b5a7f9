internal import Glibc

/// Files of anybody's, read whole. What the host keeps for itself is a `PrivateFile`.
enum LocalFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// nil when there is no such file.
  static func read(_ path: String) throws -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw CommandFailure.system("cannot read \(path)")
    }
    defer { close(descriptor) }
    return try readAll(descriptor, from: path)
  }

  /// Reads to the end; `name` is for the error.
  static func readAll(_ descriptor: Int32, from name: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CommandFailure.system("cannot read \(name)") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Makes a directory and its parents.
  static func makeDirectory(_ path: String, mode: mode_t = 0o755) throws {
    guard mkdir(path, mode) != 0, errno != EEXIST else { return }
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    guard errno == ENOENT, !parent.isEmpty else {
      throw CommandFailure.system("cannot make the directory \(path)")
    }
    try makeDirectory(parent, mode: mode)
    guard mkdir(path, mode) == 0 || errno == EEXIST else {
      throw CommandFailure.system("cannot make the directory \(path)")
    }
  }

  /// The names in a directory; none when there is no such directory.
  static func entries(of path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// The path from the root, with the working directory before it when it is relative.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return String(cString: directory) + "/" + path
  }
}
