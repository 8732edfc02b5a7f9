internal import CChildProcess
package import Core
internal import Glibc

/// A program that reads what nobody vouches for. It has no network, no variables, no descriptors but its own, makes no
/// other process, does not see into this one, and ends with it. It finds its input as descriptor 3 and its output as
/// descriptor 4.
package struct ConfinedProgram {
  /// What it may use up.
  package struct Limits {
    /// Bytes of address space.
    let memory: Int64
    /// Bytes of the output.
    let file: Int64
    /// When it is killed.
    let deadline: Instant

    package init(memory: Int64, file: Int64, deadline: Instant) {
      self.memory = memory
      self.file = file
      self.deadline = deadline
    }
  }

  package enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    /// It was killed at the deadline, or because this process is about to end.
    case outOfTime
  }

  /// So much of what it says is kept, in bytes: the last.
  private static let keptOutput = 16 << 10
  /// How often is looked whether this process is to end, in milliseconds.
  private static let patience: Int32 = 200

  private let path: String

  package init(_ path: String) { self.path = path }

  /// Runs it to its end; returns what it wrote to standard error last. The arguments are handed over one by one:
  /// there is no shell.
  package func run(
    _ arguments: [String], input: TemporaryFile, output: TemporaryFile, _ limits: Limits
  ) throws(FileFailure) -> (ending: Ending, said: String) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw FileFailure("making a pipe") }
    defer { close(ends[0]) }
    // It is of our user, and `/proc` would give it our memory and our secrets. Not for good: a host that is not root finds
    // its functions by their variables.
    child_show_parent(0)
    defer { child_show_parent(1) }
    let started = Result { () throws(FileFailure) in
      try start(arguments, input, output, errors: ends[1], limits)
    }
    close(ends[1])
    let pid = try started.get()
    var said: [UInt8] = []
    let isInTime = follow(ends[0], until: limits.deadline, &said)
    if !isInTime { kill(pid, SIGKILL) }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let text = String(decoding: said, as: UTF8.self)
    guard isInTime else { return (.outOfTime, text) }
    let signal = status & 0x7F
    return (signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal), text)
  }

  private func start(
    _ arguments: [String], _ input: TemporaryFile, _ output: TemporaryFile, errors: Int32, _ limits: Limits
  ) throws(FileFailure) -> pid_t {
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let seconds = max(1, (limits.deadline - .now()).components.seconds)
    var pid: pid_t = 0
    let code = words.withUnsafeBufferPointer { words in
      path.withCString { path in
        var launch = child_launch(
          path: path, arguments: words.baseAddress, input: input.descriptor, output: output.descriptor,
          errors: errors, memory: rlim_t(limits.memory), file: rlim_t(limits.file),
          // Of all its threads together.
          seconds: rlim_t(seconds * 8))
        return child_start(&launch, &pid)
      }
    }
    guard code == 0 else { throw FileFailure("starting \(path)", code) }
    return pid
  }

  /// Reads until the other end is closed. False when the time was over first.
  private func follow(_ descriptor: Int32, until deadline: Instant, _ said: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: Self.keptOutput)
    while true {
      guard deadline > .now(), !Activity.current.isInterrupted else { return false }
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, Self.patience) > 0 else { continue }
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 || count < 0 && errno != EINTR { return true }
      said = (said + buffer.prefix(max(0, count))).suffix(Self.keptOutput)
    }
  }
}
