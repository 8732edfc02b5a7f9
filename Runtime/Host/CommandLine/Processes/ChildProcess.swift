internal import CProcess
internal import Glibc
internal import HTTPServer

/// A process of another program that this one started.
///
/// It has a process group of its own, so that Ctrl-C in the terminal reaches only the host, which then ends
/// the others in the right order.
final class ChildProcess {
  let pid: pid_t
  /// The wait status once it has ended (`man 2 waitpid`).
  private var status: Int32?

  /// Which descriptor a socket is that a program is started with.
  static let inherited: Int32 = 3

  /// `arguments[0]` is the path of the program, which reads `input`. Without `output`, it writes where this process
  /// writes. A `socket` is its descriptor `inherited`.
  ///
  /// Arguments can be read by every user of the machine: what is secret is `input`.
  init(
    _ arguments: [String], input: [UInt8] = [], output: Int32? = nil, socket: ListeningSocket? = nil
  ) throws {
    let inputFile = try Self.unnamedFile(of: input)
    defer { close(inputFile) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inputFile, STDIN_FILENO)
    if let output {
      posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
      posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    }
    // The sockets of the host are not close-on-exec by themselves: a child that kept them would hold the ports
    // of a host that has died.
    if let socket { posix_spawn_file_actions_adddup2(&actions, socket.descriptor, Self.inherited) }
    posix_spawn_file_actions_addclosefrom_np(&actions, Self.inherited + (socket == nil ? 0 : 1))
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The host blocks and ignores signals; its children begin with none blocked and none ignored.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let argv = arguments.map { strdup($0) } + [nil]
    let variables = Self.variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in argv + variables { free(string) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, arguments[0], &actions, &attributes, argv, variables)
    guard code == 0 else { throw CommandFailure.system("cannot start \(arguments[0])", code: code) }
    self.pid = pid
  }

  /// What programs need of this process's variables. All else stays here: every parameter of the template may be given as
  /// a variable, keys and secrets included.
  private static var variables: [(String, String)] {
    ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"]
      .compactMap { name in Environment[name].map { (name, $0) } }
  }

  /// In memory, to be read from its beginning.
  private static func unnamedFile(of bytes: [UInt8]) throws -> Int32 {
    let file = process_memory_file()
    guard file >= 0 else { throw CommandFailure.system("cannot make a file in memory") }
    guard bytes.isEmpty || write(file, bytes, bytes.count) == bytes.count, lseek(file, 0, SEEK_SET) == 0
    else {
      close(file)
      throw CommandFailure.system("cannot write a file in memory")
    }
    return file
  }

  /// Runs a program to its end; what it wrote to standard output and error.
  static func run(
    _ arguments: [String], input: [UInt8] = []
  ) throws -> (succeeded: Bool, output: String) {
    var ends: [Int32] = [0, 0]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw CommandFailure.system("cannot make a pipe") }
    defer { close(ends[0]) }
    let process: ChildProcess
    do {
      process = try ChildProcess(arguments, input: input, output: ends[1])
    } catch {
      close(ends[1])
      throw error
    }
    close(ends[1])
    let output = try LocalFile.readAll(ends[0], from: arguments[0])
    return (process.waitUntilExit() == 0, String(decoding: output, as: UTF8.self))
  }

  var isRunning: Bool {
    if status != nil { return false }
    var status: Int32 = 0
    if waitpid(pid, &status, WNOHANG) == pid { self.status = status }
    return self.status == nil
  }

  func signal(_ signal: Int32) {
    if isRunning { kill(pid, signal) }
  }

  /// The wait status.
  @discardableResult
  func waitUntilExit() -> Int32 {
    if let status { return status }
    var result: Int32 = 0
    while waitpid(pid, &result, 0) < 0, errno == EINTR {}
    status = result
    return result
  }

  /// Asks it to end and, when it has not after the grace, ends it.
  func stop(_ signal: Int32 = SIGTERM, grace: Duration) {
    self.signal(signal)
    let deadline = ContinuousClock.now + grace
    while isRunning, ContinuousClock.now < deadline { usleep(10_000) }
    self.signal(SIGKILL)
    waitUntilExit()
  }
}
