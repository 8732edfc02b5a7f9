internal import Core
internal import Harness
internal import Platforms
internal import Testing

/// The connector and the sandbox were written apart from each other, from the same contract.
@Suite("X's sandbox is as tweepy and the connector expect it", .serialized) struct XSandboxTests {
  @Test("tweepy goes through all calls")
  func python() throws {
    try RunningSandbox.with { sandbox in
      let result = try Python.run("Tests/PlatformClients/x_tweepy.py", [sandbox.url])
      #expect(result.status == 0 && result.output.contains("x_tweepy: ok"), "\(result.output)")
    }
  }
}
