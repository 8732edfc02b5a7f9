internal import Glibc
internal import Synchronization

/// A program started by a test, with its output in a file.
package final class ChildProcess: Sendable {
  package let identifier: Int32
  private let isReaped = Mutex(false)
  /// What it was told already: told twice to end, the host drops everything.
  private let sent = Mutex<Set<Int32>>([])
  private let remembered = Mutex(0)

  /// Starts `path` with this process's environment and `variables` on top.
  package init(_ path: String, _ arguments: [String], variables: [String: String] = [:], output: String)
    throws
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // The threads that tests run on block most signals; the child begins with none blocked.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let inherited = sequence(first: environ, next: { $0 + 1 }).prefix { $0.pointee != nil }.map(\.pointee)
    let added = variables.map { strdup("\($0.key)=\($0.value)") }
    defer { for word in words + added { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, path, &actions, &attributes, words, added + inherited + [nil])
    guard code == 0 else { throw Timeout(description: "\(path): \(String(cString: strerror(code)))") }
    self.identifier = identifier
    let id = Interruption.remember { [weak self] in try self?.end() }
    remembered.withLock { $0 = id }
  }

  /// The exit status once it has ended; 128 and the signal when a signal ended it.
  package func exitStatus() -> Int32? {
    isReaped.withLock { isReaped in
      guard !isReaped else { return 0 }
      var status: Int32 = 0
      guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
      isReaped = true
      Interruption.forget(remembered.withLock { $0 })
      return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
  }

  /// Ends it with a signal and waits until it is gone.
  package func end(_ signal: Int32 = SIGTERM, within limit: Duration = .seconds(30)) throws {
    guard exitStatus() == nil else { return }
    if sent.withLock({ $0.insert(signal).inserted }) { kill(identifier, signal) }
    _ = try wait(for: "end of process \(identifier)", upTo: limit, every: .milliseconds(1)) { exitStatus() }
  }

  /// Runs a program to its end.
  package static func run(
    _ path: String, _ arguments: [String], upTo limit: Duration = .seconds(60)
  ) throws -> (status: Int32, output: String) {
    let file = TemporaryDirectory.path("output")
    defer { unlink(file) }
    let child = try ChildProcess(path, arguments, output: file)
    let status = try wait(for: "end of \(path)", upTo: limit) { child.exitStatus() }
    return (status, try TextFile.read(file))
  }
}
