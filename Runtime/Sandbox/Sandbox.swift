internal import ArgumentParser
internal import Core
internal import HTTPServer
internal import NIOCore
internal import NIOPosix

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

  @Option(help: "File that receives the port once the server listens.")
  var portFile: String?

  @Option(help: "File that keeps what was published.")
  var ledger: String?

  @Option(help: "File that keeps tokens and uploads, so that accounts stay connected after a restart.")
  var state: String?

  @Option(help: #"Applications registered with the platforms: {"x": {"id": "…", "secret": "…"}, …}."#)
  var applications = "{}"

  @Option(help: "Applications registered with Google and Microsoft to sign people in, in the same form.")
  var signInApplications = "{}"

  @Option(name: .customLong("webhook-url"), help: "Where Instagram's webhooks go (http).")
  var webhookURL: String?

  @Option(help: "The word that the webhook receiver expects at registration.")
  var metaVerifyToken = "sandbox"

  @Option(help: "Whether documented rate limits and quotas are enforced: on or off.")
  var rateLimits: Switch = .on

  @Option(help: "How long media stay in progress, in milliseconds.")
  var processingMs = 300

  func validate() throws {
    for text in [applications, signInApplications] where (try? JSON(parsing: Array(text.utf8)))?.object == nil
    {
      throw ValidationError("--applications, --sign-in-applications: expected a JSON object")
    }
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
    let settings = settings
    let switchboard = try loop.submit {
      NIOLoopBound(try Switchboard(settings, eventLoop: loop), eventLoop: loop)
    }.wait()
    let server = try HTTPServer.start(
      host: "127.0.0.1", port: port, reach: .visitors, maxBodyBytes: 16 << 20, group: group
    ) { request, responder in
      switchboard.value.answer(request, responder)
    }
    try announce(server.port)
    // Nothing to tidy up at the end: whatever was answered is written already.
    while true { pause() }
  }

  private var settings: Settings {
    Settings(
      applications: Self.registered(applications), signInApplications: Self.registered(signInApplications),
      subscription: webhookURL.map { Settings.Subscription(url: $0, verifyToken: metaVerifyToken) },
      operatorToken: nil, enforcesRateLimits: rateLimits == .on, processingTime: .milliseconds(processingMs),
      ledgerFile: ledger,
      stateFile: state)
  }

  private static func registered(_ text: String) -> [String: Settings.Application] {
    let members = (try? JSON(parsing: Array(text.utf8)))?.object?.members ?? []
    return Dictionary(
      members.map { platform, keys in
        (platform, Settings.Application(id: keys["id"]?.string ?? "", secret: keys["secret"]?.string ?? ""))
      }
    ) { $1 }
  }

  /// Writes the port beside the file and renames it, so that a reader never sees half a number.
  private func announce(_ port: Int) throws {
    print("sandbox: http://127.0.0.1:\(port)")
    fflush(nil)
    guard let portFile else { return }
    let draft = portFile + ".new"
    guard let file = fopen(draft, "w"), fputs("\(port)\n", file) >= 0, fclose(file) == 0,
      rename(draft, portFile) == 0
    else { throw JournalError(file: portFile, reason: String(cString: strerror(errno))) }
  }
}

enum Switch: String, ExpressibleByArgument {
  case on, off
}
