internal import Harness
internal import Testing

/// A short run of what `make fuzz-api` does.
@Suite("Every answer is as the served description says", .bundle) struct APIFuzzTests {
  @Test("The examples of the description, and some requests made from its schemas, by schemathesis")
  func short() throws {
    let report = try APIFuzzer(try bundle()).run(
      examples: 2, phases: "examples,fuzzing", upTo: .seconds(120))
    #expect(report.isClean, "\(report.output)")
    #expect(report.operations >= 42)
    #expect(report.cases >= 100)
  }
}
