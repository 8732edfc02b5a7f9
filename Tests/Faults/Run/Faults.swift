internal import Core
internal import Glibc
internal import Harness

/// Publishes deliveries on all platforms while functions, host and database are killed and requests are cut wherever
/// they can be, and counts what became of them.
///
///     faults [--deliveries 10000] [--naive]
///
/// Exits with 1 when one was lost or published twice, or when less than 99 % of the outcomes that a platform can tell
/// were found out; with 2 when the test could not be run. With `--naive`, a publisher that retries blindly takes the
/// place of ours, to show that the count can go red.
@main struct Faults {
  static func main() {
    do {
      try test()
    } catch {
      print("the fault test could not be run: \(error)")
      exit(2)
    }
  }

  private static func test() throws {
    let arguments = CommandLine.arguments
    let count = arguments.firstIndex(of: "--deliveries").flatMap { Int(arguments[$0 + 1]) } ?? 10_000
    let bundle = try FaultBundle.start(isNaive: arguments.contains("--naive"))
    do {
      let verdict = try run(on: bundle, deliveries: count)
      try bundle.dispose()
      print(verdict.summary)
      if verdict.isRed { exit(1) }
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
