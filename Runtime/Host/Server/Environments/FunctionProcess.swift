internal import CProcess
internal import Glibc
internal import NIOCore
internal import NIOPosix

/// One process of a function, in a process group of its own. Lives on the event loop.
final class FunctionProcess {
  let pid: pid_t
  private var hasEnded = false

  /// Starts the program. `onOutput` gets each line of standard output and error; `onExit` the wait status,
  /// once.
  init(
    _ plan: LaunchPlan, environment: [String], watcher: ExitWatcher, eventLoop: any EventLoop,
    onOutput: @escaping ([UInt8]) -> Void, onExit: @escaping (Int32) -> Void
  ) throws(LaunchError) {
    var ends: [Int32] = [0, 0]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw LaunchError("cannot make a pipe", errno) }
    do throws(LaunchError) {
      pid = try Self.spawn(plan, environment: environment, output: ends[1])
    } catch {
      close(ends[0])
      close(ends[1])
      throw error
    }
    close(ends[1])
    Self.readLines(from: ends[0], on: eventLoop, onOutput)
    try watch(watcher, eventLoop, onExit)
  }

  /// Signals the process and all it started.
  func signal(_ signal: Int32) {
    if !hasEnded { kill(-pid, signal) }
  }

  private static func spawn(
    _ plan: LaunchPlan, environment: [String], output: Int32
  ) throws(LaunchError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    // Nothing else of the host's: its sockets are other functions' events, and its ports must die with it.
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    posix_spawn_file_actions_addchdir_np(&actions, plan.directory)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The host blocks and ignores signals of its own; its children begin with the defaults.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let arguments = [strdup(plan.executable), nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, plan.executable, &actions, &attributes, arguments, variables)
    guard code == 0 else { throw LaunchError("cannot start \(plan.executable)", code) }
    return pid
  }

  private static func readLines(
    from descriptor: Int32, on eventLoop: any EventLoop, _ onLine: @escaping ([UInt8]) -> Void
  ) {
    let handler = NIOLoopBound(OutputReader(onLine), eventLoop: eventLoop)
    NIOPipeBootstrap(group: eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(handler.value)
        }
      }
      .takingOwnershipOfDescriptor(input: descriptor)
      .whenFailure { _ in close(descriptor) }
  }

  private func watch(
    _ watcher: ExitWatcher, _ eventLoop: any EventLoop, _ onExit: @escaping (Int32) -> Void
  ) throws(LaunchError) {
    let end = NIOLoopBound({ onExit(self.collect()) }, eventLoop: eventLoop)
    do throws(LaunchError) {
      try watcher.watch(pid) { eventLoop.execute { end.value() } }
    } catch {
      signal(SIGKILL)
      _ = collect()
      throw error
    }
  }

  /// Takes the wait status of the ended process, after killing what it may have left behind: until here its
  /// number cannot belong to another.
  private func collect() -> Int32 {
    signal(SIGKILL)
    hasEnded = true
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

/// Why a process could not be started.
struct LaunchError: Error, CustomStringConvertible {
  let description: String

  init(_ doing: String, _ code: Int32) {
    description = "\(doing): \(String(cString: strerror(code)))"
  }
}
