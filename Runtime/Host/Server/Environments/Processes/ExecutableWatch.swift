internal import NIOCore

/// Notices that an executable was exchanged, once the new one has been there unchanged for a second: until then it may
/// be half written.
struct ExecutableWatch {
  private static let interval = TimeAmount.seconds(1)

  private let path: String
  private var current: ExecutableVersion?
  private var candidate: ExecutableVersion?
  private var nextLook = NIODeadline.now()
  private(set) var generation = 0

  init(_ path: String) {
    self.path = path
    current = ExecutableVersion(path)
  }

  /// To be asked several times a second; true once for each change.
  mutating func hasChanged(_ now: NIODeadline) -> Bool {
    guard now >= nextLook else { return false }
    nextLook = now + Self.interval
    guard let version = ExecutableVersion(path), version != current else {
      candidate = nil
      return false
    }
    guard version == candidate else {
      candidate = version
      return false
    }
    (current, candidate) = (version, nil)
    generation += 1
    return true
  }
}
