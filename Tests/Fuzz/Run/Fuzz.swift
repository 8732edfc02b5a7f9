internal import ArgumentParser
internal import Core
internal import Glibc
internal import Harness

/// Sends what the API description allows and forbids to every route, and judges the answers.
@main struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Sends what the API description allows and forbids to every route, and judges the answers.",
    discussion: """
      No answer may be a 5xx, have a status, code, header or body that is not described, accept what is forbidden or \
      refuse what is allowed. The exit code is 1 when one was, 2 when it could not be found out. Takes less than five \
      minutes.
      """)

  @Option(help: "How many requests are made up for each route and phase.")
  var examples = 25

  func validate() throws {
    guard examples > 0 else { throw ValidationError("--examples must be 1 at least") }
  }

  func run() throws { throw ExitCode(TestProgram.exitCode(of: "the test of the API", test)) }

  private func test() throws -> Bool {
    let bundle = try RunningBundle()
    defer { try? bundle.dispose() }
    let fuzzer = APIFuzzer(bundle)
    var reports = [
      try fuzzer.run(examples: examples, phases: "examples,coverage,fuzzing,stateful", upTo: .seconds(240))
    ]
    for operation in APIFuzzer.ending {
      reports.append(try fuzzer.run(ending: operation, upTo: .seconds(60)))
    }
    for report in reports where !report.isClean { print(report.output) }
    let (operations, cases) = (reports.map(\.operations).reduce(0, +), reports.map(\.cases).reduce(0, +))
    print("operations \(operations) cases \(cases) runs with failures \(reports.count { !$0.isClean })")
    return reports.allSatisfy(\.isClean)
  }
}
