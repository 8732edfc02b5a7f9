internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import Testing

@Suite(
  "As root, each environment is in a group of its own", .serialized,
  .enabled(if: geteuid() == 0, "not root: environments have no groups of their own"))
struct EnvironmentGroupTests {
  private static let address = "postgresql://role:word@/database"
  private static let other = """
    Other:
      Type: AWS::Serverless::Function
      Properties: {CodeUri: Tests/ProbeFunction, Timeout: 10}
    """

  private static func process(of function: String, in host: RunningHost) throws -> Int32 {
    Int32(try #require(try host.invoke(function).json["pid"]?.integer))
  }

  private static func users(_ process: Int32) -> [Int] { ProcessStatus.numbers("Uid", of: process) }

  @Test("Besides, those are in the group of the host's database whom a variable tells its address")
  func database() throws {
    let template = EnvironmentHost.template(
      variables: ["ANY_NAME": Self.address + "?more=1"], besides: Self.other)
    try RunningHost.with(template, configured: { $0.databaseURLs = [Self.address] }) { host in
      let (told, untold) = (try Self.process(of: "Probe", in: host), try Self.process(of: "Other", in: host))
      for process in [told, untold] {
        #expect(Self.users(process).count == 4)
        #expect(ProcessStatus.numbers("Gid", of: process) == Self.users(process))
      }
      #expect(Self.users(told) != Self.users(untold))
      #expect(ProcessStatus.numbers("Groups", of: untold).isEmpty)
      let group = try #require(ProcessStatus.numbers("Groups", of: told).first)
      // The last of the host's thousand numbers, which is no user's.
      #expect(group % 1000 == 999 && group / 1000 == Self.users(told)[0] / 1000)
    }
  }

  @Test("What a killed host left running as one of its users ends when the next host takes its numbers")
  func leftovers() throws {
    // Another host on the machine may take the numbers in between: then it is tried again.
    for _ in 0..<5 {
      let user = try Self.userOfHost()
      let left = try ChildProcess(
        "/usr/bin/setpriv",
        ["--reuid", String(user), "--regid", String(user), "--clear-groups", "/bin/sleep", "300"],
        output: "/dev/null")
      defer { try? left.end(SIGKILL) }
      _ = try wait(for: "the left process", upTo: .seconds(10)) {
        Self.users(left.identifier).first == user ? true : nil
      }
      guard try Self.userOfHost() / 1000 == user / 1000 else { continue }
      let status = try wait(for: "the end of the left process", upTo: .seconds(10)) { left.exitStatus() }
      #expect(status == 128 + SIGKILL)
      return
    }
    Issue.record("other hosts took the numbers each time")
  }

  private static func userOfHost() throws -> Int {
    var user: Int?
    try RunningHost.with(EnvironmentHost.template()) { host in
      user = users(try process(of: "Probe", in: host)).first
    }
    return try #require(user)
  }
}
