internal import Core
internal import Glibc
internal import Harness

/// Kills a server of queues again and again while clients send, receive and delete, and counts what was lost.
///
///     durability [--kills 10000] [--broken]
///
/// Exits with 1 when a message was lost, came back after its deletion or was taken twice by a FIFO queue; with 2 when it
/// could not be found out. With `--broken`, the server acknowledges before it commits, to show that the count can go
/// red.
///
/// It is the death of the process that is tested. What `fsync` is for, the death of the machine, a process cannot show.
@main struct Durability {
  static func main() {
    let arguments = CommandLine.arguments
    do {
      if arguments.count >= 4, arguments[1] == "serve", let port = Int(arguments[3]) {
        try QueueServer(databasePath: arguments[2], port: port, isBroken: arguments.contains("--broken"))
          .run()
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
}
