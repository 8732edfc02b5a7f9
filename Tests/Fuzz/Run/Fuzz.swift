internal import Core
internal import Glibc
internal import Harness

/// Sends what the API description allows and forbids to every route, and judges the answers.
///
///     fuzz [--examples 25]
///
/// No answer may be a 5xx, have a status, code, header or body that is not described, accept what is forbidden or refuse
/// what is allowed. Exits with 1 when one was, with 2 when it could not be found out. Takes less than five minutes.
@main struct Fuzz {
  static func main() {
    do {
      exit(try run() ? 0 : 1)
    } catch {
      print("the API could not be fuzzed: \(error)")
      exit(2)
    }
  }

  private static func run() throws -> Bool {
    let arguments = CommandLine.arguments
    let place = arguments.firstIndex(of: "--examples").map { $0 + 1 }
    let examples = place.flatMap { $0 < arguments.count ? Int(arguments[$0]) : nil } ?? 25
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
