#if canImport(Glibc)
  package import Glibc
#else
  package import Darwin
#endif

/// Files that belong to this process's user and that nobody else writes.
///
/// None is opened through a symbolic link: whoever could once write in the directory would have us read, or overwrite,
/// another file.
package enum PrivateFile {
  /// The whole file; nil when there is none. It has to be `owner`'s and closed to the writing of others; when it
  /// `isSecret`, to their reading too.
  package static func read(
    _ path: String, isSecret: Bool = false, owner: uid_t = geteuid()
  ) throws(FileFailure) -> [UInt8]? {
    // Without O_NONBLOCK a named pipe would be waited for.
    let descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw refusal(path, errno)
    }
    defer { close(descriptor) }
    let status = try regular(descriptor, path, owner: owner)
    let closed: mode_t = isSecret ? 0o077 : 0o022
    guard status.st_mode & closed == 0 else {
      throw isSecret
        ? FileFailure(
          refusing: "\(path) can be read by others",
          remedy: "chmod 600 \(path); take it that they know what is in it.")
        : FileFailure(refusing: "\(path) can be changed by others", remedy: "chmod go-w \(path)")
    }
    return try contents(descriptor, of: path)
  }

  /// Replaces the file in one step, readable by its owner only: us, unless another is named. Unless it `isDurable`, the
  /// death of the machine may take it back.
  package static func replace(
    _ path: String, with bytes: [UInt8], isDurable: Bool = true, owner: (user: uid_t, group: gid_t)? = nil
  ) throws(FileFailure) {
    let draft = path + ".new"
    // What a crash left, or somebody put there: it is taken away and never written through.
    unlink(draft)
    let descriptor = openFile(draft, O_WRONLY | O_CREAT | O_EXCL)
    guard descriptor >= 0 else { throw FileFailure("cannot write \(draft)") }
    let isWritten = write(bytes, to: descriptor) && (!isDurable || fsync(descriptor) == 0)
    let isHandedOver = owner.map { fchown(descriptor, $0.user, $0.group) == 0 } ?? true
    let code = errno
    close(descriptor)
    guard isWritten, isHandedOver else {
      unlink(draft)
      throw FileFailure("cannot write \(draft)", code: code)
    }
    guard rename(draft, path) == 0 else { throw FileFailure("cannot write \(path)") }
  }

  /// Opens the file, and makes it when `flags` say so. Nobody else can read it from then on.
  package static func open(_ path: String, _ flags: Int32) throws(FileFailure) -> Int32 {
    let descriptor = openFile(path, flags)
    guard descriptor >= 0 else { throw refusal(path, errno) }
    do throws(FileFailure) {
      let status = try regular(descriptor, path, owner: geteuid())
      if status.st_mode & 0o077 != 0, fchmod(descriptor, 0o600) != 0 {
        throw FileFailure("cannot close \(path) to others")
      }
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
    #else
      Darwin.open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
    #endif
  }

  private static func refusal(_ path: String, _ code: Int32) -> FileFailure {
    guard code == ELOOP else { return FileFailure("cannot open \(path)", code: code) }
    return FileFailure(
      refusing: "\(path) is a symbolic link", remedy: "Find out who made it, and remove it: rm \(path)")
  }

  private static func regular(
    _ descriptor: Int32, _ path: String, owner: uid_t
  ) throws(FileFailure) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFailure("cannot look at \(path)") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileFailure(
        refusing: "\(path) is not a file", remedy: "Find out who made it, and remove it.")
    }
    guard status.st_uid == owner else {
      throw FileFailure(
        refusing: "\(path) belongs to the user \(status.st_uid) and not to \(owner)",
        remedy: "Find out why. If you trust what is in it: chown \(owner) \(path)")
    }
    return status
  }

  private static func contents(_ descriptor: Int32, of path: String) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileFailure("cannot read \(path)") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// False when the file takes no more.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(file, bytes, count)
    #else
      Darwin.read(file, bytes, count)
    #endif
  }

  private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes, count)
    #else
      Darwin.write(file, bytes, count)
    #endif
  }
}
