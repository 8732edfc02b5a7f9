internal import Glibc

/// A user of its own for every environment, when the host runs as root: none can signal another, read its memory or
/// its `/proc/<pid>/environ`, and the kernel tells whose a connection is.
///
/// The users need no entry in `/etc/passwd`. Their numbers are of a range that nothing else takes
/// (https://systemd.io/UIDS-GIDS/). Lives on the event loop.
package final class EnvironmentAccounts {
  /// The group of all environments, for what they may all reach: the socket of the database.
  package static let group: UInt32 = 400_000
  private static let users: Range<uid_t> = 400_000..<500_000
  /// A host has so many of them to itself: what ends an environment kills every process of its user.
  private static let blockSize: uid_t = 1000

  private let block: Range<uid_t>
  private let lock: Int32
  private var next: uid_t
  private var taken: Set<uid_t> = []

  /// nil when this process cannot become other users, or when other hosts have taken all of them.
  init?() {
    guard Self.areUsable else { return nil }
    for first in stride(from: Self.users.lowerBound, to: Self.users.upperBound, by: Int(Self.blockSize)) {
      // The kernel drops the lock with the host, however that ends.
      let file = open("/run/clientnest-users-\(first)", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard file >= 0 else { return nil }
      if flock(file, LOCK_EX | LOCK_NB) == 0 {
        lock = file
        block = first..<(first + Self.blockSize)
        next = first
        return
      }
      close(file)
    }
    return nil
  }

  deinit { close(lock) }

  /// Whether the host can run environments as users of their own: it is root, and in a user namespace that has them.
  package static var areUsable: Bool {
    guard geteuid() == 0, let file = fopen("/proc/self/uid_map", "re") else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = line.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let numbers = text.split { $0 == " " || $0 == "\n" }.compactMap { UInt64($0) }
      guard numbers.count == 3 else { continue }
      let range = numbers[0]..<(numbers[0] + numbers[2])
      if range.contains(UInt64(users.lowerBound)), range.contains(UInt64(users.upperBound - 1)) {
        return true
      }
    }
    return false
  }

  /// Numbers go round, so that one is used again late: files may be left of its last use.
  func take() -> uid_t? {
    guard taken.count < block.count else { return nil }
    while !taken.insert(next).inserted { advance() }
    defer { advance() }
    return next
  }

  func giveBack(_ user: uid_t) { taken.remove(user) }

  private func advance() { next = next + 1 == block.upperBound ? block.lowerBound : next + 1 }
}
