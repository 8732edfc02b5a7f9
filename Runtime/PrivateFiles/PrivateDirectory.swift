#if canImport(Glibc)
  package import Glibc
#else
  package import Darwin
#endif

/// Directories in which nobody but their user can put anything, as sshd asks it of what it reads (`man 5 sshd_config`,
/// StrictModes).
///
/// A file is as safe as the directories above it: whoever may write in one of them moves the next one away and puts
/// another in its place.
package enum PrivateDirectory {
  private static let mostLinks = 40

  /// Throws unless the directory is this process's user's, no other may write in it, and those above it are root's or
  /// the user's, in which others write only with the sticky bit. Of one that is not there yet those above are judged.
  /// Symbolic links on the way are followed one by one: each lies in a directory that was judged.
  package static func check(_ path: String) throws(FileFailure) {
    var rest = names(in: absolute(path))
    var links = 0
    var place = ""
    try judge("/", status: look("/"), isLast: rest.isEmpty)
    while let name = rest.popLast() {
      if name == ".." {
        place = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? ""
        continue
      }
      let next = "\(place)/\(name)"
      guard let status = look(next) else { return }
      if status.st_mode & S_IFMT == S_IFLNK {
        links += 1
        guard links <= mostLinks, let target = target(of: next) else {
          throw FileFailure("cannot follow \(next)", code: ELOOP)
        }
        try judgeOwner(next, status, isLast: false)
        if target.hasPrefix("/") { place = "" }
        rest += names(in: target)
        continue
      }
      try judge(next, status: status, isLast: rest.isEmpty)
      place = next
    }
  }

  /// Makes a directory. One that is there has to be `owner`'s, and closed to the writing of others.
  package static func make(
    _ path: String, mode: mode_t = 0o700, owner: uid_t = geteuid()
  ) throws(FileFailure) {
    if mkdir(path, mode) == 0 { return }
    guard errno == EEXIST else { throw FileFailure("cannot make \(path)") }
    guard let status = look(path), status.st_mode & S_IFMT == S_IFDIR, status.st_uid == owner,
      status.st_mode & 0o022 == 0
    else {
      throw FileFailure(
        refusing: "\(path) is not a directory of the user \(owner) alone",
        remedy: "Find out who made it, and remove it.")
    }
  }

  private static func judge(_ path: String, status: stat?, isLast: Bool) throws(FileFailure) {
    guard let status, status.st_mode & S_IFMT == S_IFDIR else {
      throw FileFailure("cannot use \(path)", code: ENOTDIR)
    }
    try judgeOwner(path, status, isLast: isLast)
    let isSticky = !isLast && status.st_mode & S_ISVTX != 0
    guard status.st_mode & 0o022 == 0 || isSticky else {
      throw FileFailure(
        refusing: "others may write in \(path), and so replace what the host keeps"
          + (isLast ? "" : " below it"),
        remedy: "chmod go-w \(path)\(isLast ? "; look first whether everything in it is yours" : "")")
    }
  }

  private static func judgeOwner(_ path: String, _ status: stat, isLast: Bool) throws(FileFailure) {
    let user = geteuid()
    guard status.st_uid == user || !isLast && status.st_uid == 0 else {
      throw FileFailure(
        refusing: "\(path) belongs to the user \(status.st_uid), who could replace what the host keeps"
          + (isLast ? "" : " below it"),
        remedy: "chown \(user) \(path), or choose another directory with --state-dir.")
    }
  }

  /// nil when there is nothing of that name.
  private static func look(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }

  private static func target(of link: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The last one first.
  private static func names(in path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }.reversed()
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return String(cString: directory) + "/" + path
  }
}
