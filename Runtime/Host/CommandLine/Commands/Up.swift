internal import ArgumentParser
internal import Dispatch
internal import Glibc

struct Up: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the whole bundle on this machine until Ctrl-C.",
    discussion: """
      Starts a private PostgreSQL, the queues, the functions of the template, its timers and the sandbox of \
      the outside world; applies migrations; makes a demo organization; prints where to go. The last line is \
      'ready: http://127.0.0.1:PORT'. Data stays in the state directory: running it again continues.

        clientnest up
        clientnest up --port 9000 --state-dir /srv/clientnest --no-demo --quiet
        clientnest up --set PublishConcurrency=4

      Every parameter of the template is set by --set or by its environment variable (PUBLISH_CONCURRENCY). \
      Real platforms are used instead of the sandbox when PLATFORM_APPLICATIONS is set, another PostgreSQL when \
      DATABASE_URL, OWNER_DATABASE_URL, WORKER_DATABASE_URL and IDENTITY_DATABASE_URL are.

      Ctrl-C or SIGTERM finishes what is in flight; a second one ends at once.
      """)

  @Flag(help: "Make no demo organization.")
  var noDemo = false

  @Flag(help: "Write logs to the state directory only, not to the terminal.")
  var quiet = false

  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

  @Option(help: "Whether the sandbox enforces the platforms' rate limits; off for load tests.")
  var sandboxRateLimits = Switch.on

  @OptionGroup var gateway: GatewayOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var bundle: BundleOptions

  func run() throws {
    let signals = TerminationSignals()
    let template = try TemplateFile(bundle.template)
    let given = try GivenParameters(bundle.parameters(), for: template)
    let directory = StateDirectory(state.stateDir)
    try directory.create()
    try directory.lock()
    guard LoopbackPort.isFree(gateway.port, at: gateway.address) else {
      throw CommandFailure(
        "port \(gateway.port) is taken", remedy: "Choose another with --port or PORT.", code: .unavailable)
    }
    let checks = BundleChecks(
      state: directory, bundle: bundle, gateway: gateway, settings: try bundle.parameters())
    if let failure = checks.firstFailure() { throw failure }
    let instance = Instance(
      Instance.Settings(
        address: gateway.address, port: gateway.port,
        template: template, binaries: bundle.binaries, given: given, isQuiet: quiet,
        enforcesRateLimits: sandboxRateLimits == .on), state: directory)
    defer { stop(instance, signals) }
    try instance.start()
    announce(instance, directory)
    while !signals.wait(.seconds(1)) { instance.keepRunning() }
    Terminal.line("stopping: finishing what is in flight (Ctrl-C again to end at once)")
  }

  /// A second signal ends this process while it drains; the kernel then ends its children.
  private func stop(_ instance: Instance, _ signals: TerminationSignals) {
    DispatchQueue.global().async {
      while !signals.wait(.seconds(60)) {}
      _exit(130)
    }
    instance.stop()
  }

  private func announce(_ instance: Instance, _ directory: StateDirectory) {
    if !noDemo, let sandbox = instance.sandbox {
      do {
        let demo = try Demo(on: instance.gatewayURL, mailAt: sandbox.url, keptIn: directory)
        let example = DemoExample(gatewayURL: instance.gatewayURL, sandboxURL: sandbox.url, demo: demo)
        Terminal.line("\ndemo login: \(Demo.email)  password: \(demo.password)")
        Terminal.line("\nPosts on all platforms, due in 20 seconds; copy this into another terminal:\n")
        Terminal.line(example.text + "\n")
      } catch {
        Terminal.error("clientnest: there is no demo: \(error)")
      }
    }
    if let directory = instance.databaseDirectory { Terminal.line("database: \(directory)") }
    if let sandbox = instance.sandbox { Terminal.line("sandbox: \(sandbox.url)") }
    Terminal.line("ready: \(instance.gatewayURL)")
  }
}
