internal import Core
internal import Glibc
internal import Harness
internal import NIOPosix
internal import Synchronization

/// One run: a server that is killed, and those who use it.
final class Trial: Sendable {
  private static let queueUsers = 3
  private static let objectUsers = 2
  /// Microseconds from the first answer of a server to its death.
  private static let lives: ClosedRange<UInt32> = 0...20_000

  private let directory = TemporaryDirectory.path("durability")
  private let (queuePort, objectPort): (Int, Int)
  private let isBroken: Bool
  private let record = Record()
  private let isOver = Atomic(false)
  private let running = Atomic(0)

  init(isBroken: Bool) throws {
    self.isBroken = isBroken
    (queuePort, objectPort) = (try freePort(), try freePort())
    guard mkdir(directory, 0o700) == 0 else { throw Timeout(description: "\(directory) cannot be made") }
  }

  func run(kills: Int) throws -> Verdict {
    let result = Result { try strike(kills: kills) }
    try TemporaryDirectory.remove(directory)
    return try result.get()
  }

  private func strike(kills: Int) throws -> Verdict {
    let users = NIOThreadPool(numberOfThreads: Self.queueUsers + Self.objectUsers)
    users.start()
    for number in 0..<Self.queueUsers {
      employ(users) { [self] in QueueUser(number, of: address, record).work(until: $0) }
    }
    for number in 0..<Self.objectUsers {
      employ(users) { [self] in ObjectUser(number, port: objectPort, record).work(until: $0) }
    }
    for kill in 0..<kills {
      // By turns, so that both are struck in the middle of their work.
      let progress = { [record] in kill.isMultiple(of: 2) ? record.messageProgress : record.objectProgress }
      let before = progress()
      let server = try startServer()
      _ = try wait(for: "answer", upTo: .seconds(10), every: .milliseconds(1)) {
        progress() > before ? true : nil
      }
      usleep(UInt32.random(in: Self.lives))
      try server.end(SIGKILL)
    }
    let last = try startServer()
    isOver.store(true, ordering: .relaxed)
    _ = try wait(for: "end of the users", upTo: .seconds(60)) {
      running.load(ordering: .relaxed) == 0 ? true : nil
    }
    let left = try QueueUser(Self.queueUsers, of: address, record).drain()
    try last.end()
    try users.syncShutdownGracefully()
    return record.verdict(kills: kills, left: left)
  }

  private func employ(_ users: NIOThreadPool, _ work: @escaping @Sendable (_ isOver: () -> Bool) -> Void) {
    running.add(1, ordering: .relaxed)
    users.submit { [self] _ in
      work { isOver.load(ordering: .relaxed) }
      running.subtract(1, ordering: .relaxed)
    }
  }

  private var address: String { "http://127.0.0.1:\(queuePort)" }

  private func startServer() throws -> ChildProcess {
    try ChildProcess(
      CommandLine.arguments[0],
      ["serve", directory, "\(queuePort)", "\(objectPort)"] + (isBroken ? ["--broken"] : []),
      output: directory + "/output")
  }
}
