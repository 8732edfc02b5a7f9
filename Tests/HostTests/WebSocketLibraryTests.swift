internal import Glibc
internal import Harness
internal import Host
internal import Testing

@Suite("Other people's WebSocket clients and boto3 work with the host") struct WebSocketLibraryTests {
  /// Made by `make test` from `.ci/requirements.txt`.
  private static let python = ".venv/bin/python3"

  @Test(
    "websockets connects, talks and is closed; boto3's apigatewaymanagementapi reaches it with the host's key only"
  )
  func libraries() throws {
    try #require(access(Self.python, X_OK) == 0, "\(Self.python) is missing: run `make .venv/ready`")
    try WebSocketHost.with { test in
      let result = try ChildProcess.run(
        Self.python,
        [
          "Tests/AWSClients/websocket_boto3.py", "ws://127.0.0.1:\(test.host.gatewayPort)/test",
          "http://127.0.0.1:\(test.host.servicesPort)/execute-api/Chat/test", test.host.secretKey,
        ])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("websocket_boto3: ok"))
    }
  }
}
