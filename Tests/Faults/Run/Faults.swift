internal import Core
internal import Glibc
internal import Harness

/// Publishes deliveries while functions, host and database are killed and the platforms lose answers, and
/// counts what became of them.
///
///     faults [--deliveries 2000] [--naive]
///
/// Exits with 1 when one was lost or published twice, with 2 when it could not be found out. With `--naive`, a publisher that retries blindly takes
/// the place of ours, to show that the count can go red.
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
    let isNaive = arguments.contains("--naive")
    let count = arguments.firstIndex(of: "--deliveries").flatMap { Int(arguments[$0 + 1]) } ?? 2000
    let bundle = try Scene.bundle(naive: isNaive)
    do {
      let verdict = try run(on: bundle, deliveries: count, patience: .seconds(isNaive ? 60 : 300))
      try bundle.dispose()
      print(verdict.summary)
      if verdict.isRed { exit(1) }
    } catch {
      try bundle.dispose()
      throw error
    }
  }

  private static func run(on bundle: RunningBundle, deliveries: Int, patience: Duration) throws -> Verdict {
    let scene = try Scene(bundle, deliveries: deliveries)
    print("\(deliveries) deliveries on \(scene.accounts.count * 2) accounts, due within \(Scene.span)")
    try scene.compose()
    let chaos = Chaos(scene)
    let end = Instant.now() + Scene.span + .seconds(20)
    while Instant.now() < end {
      try chaos.strike()
      if chaos.rounds.isMultiple(of: 20) { scene.tick() }
    }
    try chaos.cease()
    print(chaos.summary)
    try scene.settle(upTo: patience)
    return try Verdict(scene)
  }
}
