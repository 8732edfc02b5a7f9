internal import Harness
internal import Testing

@Suite("Nothing acknowledged is lost when the process of queues and objects is killed")
struct QueueDurabilityTests {
  private static let program = RunningBundle.binaries + "/durability"

  @Test("Fifty kills lose nothing and double nothing")
  func kills() throws {
    let result = try ChildProcess.run(Self.program, ["--kills", "50"], upTo: .seconds(120))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("kills 50 "), "\(result.output)")
    #expect(result.output.contains(" lost 0 resurrected 0 duplicated 0;"), "\(result.output)")
    #expect(result.output.contains(" lost 0 resurrected 0 torn 0"), "\(result.output)")
  }

  @Test("Stores that acknowledge before they commit are found out, both of them")
  func broken() throws {
    let result = try ChildProcess.run(Self.program, ["--kills", "50", "--broken"], upTo: .seconds(120))
    #expect(result.status == 1, "\(result.output)")
    #expect(!result.output.contains(" lost 0 "), "\(result.output)")
  }
}
