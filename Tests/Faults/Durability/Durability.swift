internal import ArgumentParser
internal import Core
internal import Glibc
internal import Harness

/// Kills a server of queues and objects again and again while clients send, receive, put and delete, and counts what was
/// lost.
///
/// It is the death of the process that is tested. What `fsync` is for, the death of the machine, a process cannot show.
@main struct Durability: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "durability",
    abstract: "Kills a server of queues and objects again and again, and counts what was lost.",
    discussion: """
      The exit code is 1 when a message or an object was lost, came back after its deletion, was taken twice by a FIFO \
      queue or was a mixture; 2 when it could not be found out.
      """,
    subcommands: [Trials.self, Serve.self], defaultSubcommand: Trials.self)

  /// How the server acknowledges.
  struct Server: ParsableArguments {
    @Flag(help: "The server acknowledges before it commits, to show that the counts can go red.")
    var broken = false
  }

  struct Trials: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Kills the server and counts. What is done without a word.")

    @Option(help: "How often the server is killed.")
    var kills = 10_000

    @OptionGroup var server: Server

    func validate() throws {
      guard kills > 0 else { throw ValidationError("--kills must be 1 at least") }
    }

    func run() throws {
      throw ExitCode(
        TestProgram.exitCode(of: "the durability test") {
          let verdict = try Trial(isBroken: server.broken).run(kills: kills)
          print(verdict.summary)
          return !verdict.isRed
        })
    }
  }

  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Is the server, until it is killed.")

    @Argument(help: "Where its files lie.")
    var directory: String

    @Argument(help: "The port of the queues.")
    var queuePort: Int

    @Argument(help: "The port of the objects.")
    var objectPort: Int

    @OptionGroup var server: Server

    func run() throws {
      let queues = QueueServer(
        databasePath: directory + "/queues.sqlite", port: queuePort, isBroken: server.broken)
      let store = StoreServer(directory: directory, port: objectPort, isBroken: server.broken)
      let servers = try queues.start() + store.start()
      while true { withExtendedLifetime(servers) { _ = pause() } }
    }
  }
}
