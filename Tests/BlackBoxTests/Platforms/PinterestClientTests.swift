internal import Harness
internal import Testing

@Suite("Other people's clients find in the sandbox what they know of Pinterest") struct PinterestClientTests {
  @Test("Pinterest's own SDK pins")
  func pinterestSDK() throws {
    try RunningSandbox.with { sandbox in
      let result = try Python.run("Tests/PlatformClients/pinterest_sdk.py", [sandbox.url])
      #expect(result.output.contains("pinterest_sdk: ok"), "\(result.output)")
      #expect(result.status == 0)
    }
  }
}
