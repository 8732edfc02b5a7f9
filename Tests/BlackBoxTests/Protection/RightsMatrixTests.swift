internal import Glibc
internal import Harness
internal import Testing

@Suite("An environment does with its key and as its user what the template's entry says", .bundle)
struct RightsMatrixTests {
  /// What else is there: `checked N allowed N refused N` of `Tests/AWSClients/rights_matrix.py`, which counts itself.
  @Test(
    "Every function against queues, functions, objects, connections, host, sandbox, files, processes and database"
  )
  func matrix() throws {
    let result = try Python.run(
      "Tests/AWSClients/rights_matrix.py", ["template.yaml", try bundle().directory], upTo: .seconds(580))
    #expect(result.status == 0, "\(result.output)")
    let line = result.output.split(separator: "\n").last { $0.hasPrefix("checked ") } ?? ""
    let numbers = line.split(separator: " ").compactMap { Int($0) }
    #expect(numbers.count == 3 && numbers[0] > 30_000 && numbers[1] > 500, "\(line)")
    // What a run without root did not look at.
    let gaps = result.output.split(separator: "\n").filter { $0.hasPrefix("not root: ") }
    #expect(gaps.isEmpty == (geteuid() == 0), "\(gaps)")
    for line in gaps + [line] { print(line) }
  }
}
