internal import ArgumentParser
internal import Core
internal import HTTPServer
internal import NIOCore
internal import NIOPosix
internal import PrivateFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The simulated outside world as a server on the loopback interface.
@main
struct Sandbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulates the platforms that ClientNest publishes to.",
    discussion: "GET / of the running server tells what there is.")

  @Option(help: "Port on 127.0.0.1; 0 lets the system choose.")
  var port = 0

  @Option(
    help: "A socket that listens already, as the number of an inherited descriptor; in place of --port.")
  var socket: Int32?

  @Option(help: "File that receives the port once the server listens.")
  var portFile: String?

  @Option(help: "File that keeps what was published.")
  var ledger: String?

  @Option(help: "File that keeps tokens and uploads, so that accounts stay connected after a restart.")
  var state: String?

  @Flag(help: "Read a JSON document with keys from standard input: what everybody could read in an argument.")
  var readsKeys = false

  @Option(name: .customLong("webhook-url"), help: "Where Instagram's webhooks go (http).")
  var webhookURL: String?

  @Option(help: "Whether documented rate limits and quotas are enforced: on or off.")
  var rateLimits: Switch = .on

  @Option(help: "How long media stay in progress, in milliseconds.")
  var processingMs = 300

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port: from 0 to 65535") }
    guard (0...3_600_000).contains(processingMs) else {
      throw ValidationError("--processing-ms: from 0 to 3600000")
    }
  }

  func run() throws {
    // A client that goes away while its answer is written is no reason to end.
    signal(SIGPIPE, SIG_IGN)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let settings = settings(readsKeys ? try Keys.fromStandardInput() : Keys())
    let switchboard = try loop.submit {
      NIOLoopBound(try Switchboard(settings, eventLoop: loop), eventLoop: loop)
    }.wait()
    let server = try HTTPServer.start(
      on: listeningSocket(), reach: .visitors, maxBodyBytes: 16 << 20, group: group
    ) { request, responder in
      switchboard.value.answer(request, responder)
    }
    try announce(server.port)
    // Nothing to tidy up at the end: whatever was answered is written already.
    while true { pause() }
  }

  private func listeningSocket() throws -> ListeningSocket {
    if let socket {
      guard let inherited = ListeningSocket(inherited: socket) else {
        throw ValidationError("--socket: \(socket) is no socket")
      }
      return inherited
    }
    guard let socket = ListeningSocket("127.0.0.1", port) else {
      throw ValidationError("--port: \(port) is taken")
    }
    return socket
  }

  private func settings(_ keys: Keys) -> Settings {
    Settings(
      applications: keys.applications, signInApplications: keys.signInApplications,
      subscription: webhookURL.map { Settings.Subscription(url: $0, verifyToken: keys.metaVerifyToken) },
      operatorToken: keys.operatorToken, enforcesRateLimits: rateLimits == .on,
      processingTime: .milliseconds(processingMs), ledgerFile: ledger, stateFile: state)
  }

  /// A reader never sees half a number.
  private func announce(_ port: Int) throws {
    print("sandbox: http://127.0.0.1:\(port)")
    fflush(nil)
    guard let portFile else { return }
    try PrivateFile.replace(portFile, with: Array("\(port)\n".utf8), isDurable: false)
  }
}

enum Switch: String, ExpressibleByArgument {
  case on, off
}
