internal import CProcess
internal import Glibc
internal import HTTPServer
internal import NIOCore
internal import NIOPosix

/// One process of a function, in a session of its own. Lives on the event loop.
final class FunctionProcess {
  /// Processes and threads of an environment. A quarter of Lambda's quota: a thousand that spin leave the host of a
  /// small machine too little to end them by.
  private static let processLimit: rlim_t = 256
  /// Open files of each process: Lambda's quota
  /// (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
  private static let fileLimit: rlim_t = 1024

  /// What the process is told and who it is.
  struct Identity {
    /// The user that it runs as, in a group of the same number; nil for the host's.
    let user: uid_t?
    /// A further group that it is in; nil for none.
    let group: gid_t?
    /// Variables, as `NAME=value`.
    let environment: [String]
    /// The one of them that no other environment has.
    let mark: String
  }

  let pid: pid_t
  let identity: Identity
  private var hasEnded = false

  /// Starts the program. `onOutput` gets each line of standard output and error; `onExit` the wait status, once.
  init(
    _ plan: LaunchPlan, _ identity: Identity, watcher: ExitWatcher, eventLoop: any EventLoop,
    onOutput: @escaping ([UInt8]) -> Void, onExit: @escaping (Int32) -> Void
  ) throws(LaunchError) {
    self.identity = identity
    var ends: [Int32] = [0, 0]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw LaunchError("cannot make a pipe", errno) }
    do throws(LaunchError) {
      pid = try Self.start(plan, identity, output: ends[1])
    } catch {
      close(ends[0])
      close(ends[1])
      throw error
    }
    close(ends[1])
    Self.readLines(from: ends[0], on: eventLoop, onOutput)
    try watch(watcher, eventLoop, onExit)
  }

  /// Signals the process and its group.
  func signal(_ signal: Int32) {
    if !hasEnded { kill(-pid, signal) }
  }

  /// Kills the process and all it has started, wherever these have hidden.
  func killAll() {
    signal(SIGKILL)
    if let user = identity.user { process_kill_user(user) }
  }

  /// Whether the other end of a connection to the host belongs to this environment.
  func owns(_ socket: SocketOwner) -> Bool {
    if let user = identity.user { return socket.user == user }
    guard socket.inode != 0 else { return false }
    return ProcessTree.process(pid, hasSocket: socket.inode)
      || ProcessTree.processes(with: identity.mark).contains {
        ProcessTree.process($0, hasSocket: socket.inode)
      }
  }

  private static func start(
    _ plan: LaunchPlan, _ identity: Identity, output: Int32
  ) throws(LaunchError) -> pid_t {
    let arguments = [strdup(plan.executable), nil]
    let variables = identity.environment.map { strdup($0) } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var pid: pid_t = 0
    let code = plan.executable.withCString { path in
      plan.directory.withCString { directory in
        arguments.withUnsafeBufferPointer { arguments in
          variables.withUnsafeBufferPointer { variables in
            // Without a user of its own the limit would count what the host's owner runs besides.
            var launch = process_launch(
              path: path, arguments: arguments.baseAddress, environment: variables.baseAddress,
              directory: directory, output: output, user: identity.user ?? 0,
              group: identity.user ?? 0, besides: identity.group ?? 0,
              processes: identity.user == nil ? 0 : processLimit,
              files: fileLimit)
            return process_start(&launch, &pid)
          }
        }
      }
    }
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
    killAll()
    hasEnded = true
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    if identity.user == nil {
      let mark = identity.mark
      NIOThreadPool.singleton.submit { _ in ProcessTree.kill(with: mark) }
    }
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
