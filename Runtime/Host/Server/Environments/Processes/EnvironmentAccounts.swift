internal import Glibc

/// A user of its own for every environment, when the host runs as root: none can signal another, read its memory or
/// its `/proc/<pid>/environ`, and the kernel tells whose a connection is. Lives on the event loop.
final class EnvironmentAccounts {
  let block: AccountBlock
  private var next: uid_t
  private var taken: Set<uid_t> = []

  init(_ block: AccountBlock) {
    self.block = block
    next = block.users.lowerBound
  }

  /// Numbers go round, so that one is used again late: files may be left of its last use.
  func take() -> uid_t? {
    guard taken.count < block.users.count else { return nil }
    while !taken.insert(next).inserted { advance() }
    defer { advance() }
    return next
  }

  func giveBack(_ user: uid_t) { taken.remove(user) }

  private func advance() {
    next = next + 1 == block.users.upperBound ? block.users.lowerBound : next + 1
  }
}
