internal import Glibc

/// Numbers of users and of a group that a host has to itself, when it runs as root.
///
/// They need no entry in `/etc/passwd`. They are of a range that nothing else takes (https://systemd.io/UIDS-GIDS/).
package final class AccountBlock: Sendable {
  private static let numbers: Range<uid_t> = 400_000..<500_000
  /// A host has so many to itself: what ends an environment kills every process of its user.
  private static let size: uid_t = 1000

  /// Each environment is one of them, and the only one in the group of the same number.
  let users: Range<uid_t>
  /// The group of those environments that are told where the database is: its socket's directory is theirs. No user has
  /// its number.
  package let databaseGroup: UInt32
  private let lock: Int32

  /// nil when this process cannot become other users, or when other hosts have taken all of them.
  package init?() {
    guard Self.areUsable else { return nil }
    for first in stride(from: Self.numbers.lowerBound, to: Self.numbers.upperBound, by: Int(Self.size)) {
      // The kernel drops the lock with the host, however that ends.
      let file = open("/run/clientnest-users-\(first)", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard file >= 0 else { return nil }
      if flock(file, LOCK_EX | LOCK_NB) == 0 {
        lock = file
        users = first..<(first + Self.size - 1)
        databaseGroup = users.upperBound
        // Of an earlier host that was killed: they would be in our groups.
        ProcessTree.kill(ofUsers: users)
        return
      }
      close(file)
    }
    return nil
  }

  deinit { close(lock) }

  /// Whether the host can run environments as users of their own: it is root, and in a user namespace that has them.
  private static var areUsable: Bool { geteuid() == 0 && isMapped("uid_map") && isMapped("gid_map") }

  private static func isMapped(_ map: String) -> Bool {
    guard let file = fopen("/proc/self/\(map)", "re") else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = line.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let fields = text.split { $0 == " " || $0 == "\n" }.compactMap { UInt64($0) }
      guard fields.count == 3 else { continue }
      let range = fields[0]..<(fields[0] + fields[2])
      if range.contains(UInt64(numbers.lowerBound)), range.contains(UInt64(numbers.upperBound - 1)) {
        return true
      }
    }
    return false
  }
}
