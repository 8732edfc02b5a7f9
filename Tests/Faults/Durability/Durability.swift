internal import Core
internal import Glibc
internal import Harness

/// Kills a server of queues and objects again and again while clients send, receive, put and delete, and counts what was
/// lost.
///
///     durability [--kills 10000] [--broken]
///
/// Exits with 1 when a message or an object was lost, came back after its deletion, was taken twice by a FIFO queue or was
/// a mixture; with 2 when it could not be found out. With `--broken`, the server acknowledges before it commits, to
/// show that the counts can go red.
///
/// It is the death of the process that is tested. What `fsync` is for, the death of the machine, a process cannot show.
@main struct Durability {
  static func main() {
    let arguments = CommandLine.arguments
    do {
      if arguments.dropFirst().first == "serve" {
        guard arguments.count >= 5, let queuePort = Int(arguments[3]), let objectPort = Int(arguments[4])
        else { throw Timeout(description: "serve <directory> <queue port> <object port>") }
        try serve(arguments[2], queuePort: queuePort, objectPort: objectPort)
      }
      let kills = arguments.firstIndex(of: "--kills").flatMap { Int(arguments[$0 + 1]) } ?? 10_000
      let verdict = try Trial(isBroken: arguments.contains("--broken")).run(kills: kills)
      print(verdict.summary)
      if verdict.isRed { exit(1) }
    } catch {
      print("the durability test could not be run: \(error)")
      exit(2)
    }
  }

  /// Runs until it is killed.
  private static func serve(_ directory: String, queuePort: Int, objectPort: Int) throws -> Never {
    let isBroken = CommandLine.arguments.contains("--broken")
    let queues = QueueServer(databasePath: directory + "/queues.sqlite", port: queuePort, isBroken: isBroken)
    let store = StoreServer(directory: directory, port: objectPort, isBroken: isBroken)
    let servers = try queues.start() + store.start()
    while true { withExtendedLifetime(servers) { _ = pause() } }
  }
}
