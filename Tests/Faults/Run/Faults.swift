internal import ArgumentParser
internal import Core
internal import Glibc
internal import Harness

/// Publishes deliveries on all platforms while functions, host and database are killed and requests are cut wherever
/// they can be, and counts what became of them.
@main struct Faults: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faults",
    abstract: "Publishes while everything is killed at random, and counts what was lost or doubled.",
    discussion: """
      The exit code is 1 when a delivery was lost or published twice, or when less than 99 % of the outcomes that a \
      platform can tell were found out; 2 when the test could not be run.
      """)

  @Option(help: "How many deliveries are published.")
  var deliveries = 10_000

  @Flag(help: "A publisher that retries blindly takes the place of ours, to show that the count can go red.")
  var naive = false

  func validate() throws {
    guard deliveries > 0 else { throw ValidationError("--deliveries must be 1 at least") }
  }

  func run() throws { throw ExitCode(TestProgram.exitCode(of: "the fault test", test)) }

  private func test() throws -> Bool {
    let bundle = try FaultBundle.start(isNaive: naive)
    do {
      let verdict = try Self.run(on: bundle, deliveries: deliveries)
      try bundle.dispose()
      print(verdict.summary)
      return !verdict.isRed
    } catch {
      try bundle.dispose()
      throw error
    }
  }

  private static func run(on bundle: RunningBundle, deliveries: Int) throws -> Verdict {
    let scene = try Scene(bundle, deliveries: deliveries)
    print(scene.summary)
    try scene.compose()
    let ticker = Ticker(bundle)
    let chaos = Chaos(scene)
    let end = Instant.now() + scene.span + .seconds(20)
    while Instant.now() < end { try chaos.strike() }
    try chaos.cease()
    print(chaos.summary)
    try scene.settle(upTo: .seconds(600))
    try ticker.end()
    scene.countCuts()
    print("cut: " + scene.cutSummary)
    return try Verdict(scene)
  }
}
