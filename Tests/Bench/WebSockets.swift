internal import Core
internal import Glibc
internal import Harness

/// What idle connections of a WebSocket API cost the host.
enum WebSockets {
  private static let count = 10_000
  /// Added to the bundle's own template. Nothing runs when a client connects.
  private static let api = """
    Resources:
      BenchSocket:
        Type: AWS::Serverless::WebSocketApi
        Properties:
          RouteSelectionExpression: $request.body.action
          StageName: bench
          Routes:
            $default: {FunctionArn: !GetAtt ShowStatus.Arn}

    """

  static func measure() throws {
    try raiseDescriptorLimit()
    let directory = TemporaryDirectory.path("template")
    defer { try? TemporaryDirectory.remove(directory) }
    guard mkdir(directory, 0o700) == 0 else { throw Timeout(description: "\(directory) cannot be made") }
    let template = try FeatureFiles.copyTemplate(to: directory)[0]
    try write(TextFile.read(template).replacing("\nResources:\n", with: "\n" + api), to: template)
    let bundle = try RunningBundle(arguments: ["--template", template])
    let result = Result { try hold(bundle) }
    try bundle.dispose()
    try result.get()
  }

  private static func hold(_ bundle: RunningBundle) throws {
    guard let port = bundle.url.split(separator: ":").last.flatMap({ Int($0) }) else {
      throw Timeout(description: "\(bundle.url) has no port")
    }
    // What the first connection makes is made once.
    var connections = [try connect(port)]
    let before = try resident(bundle.processIdentifier)
    while connections.count < count { connections.append(try connect(port)) }
    let open = try Client(bundle.servicesURL()).get("/host/websockets").json[0]?["connections"]?.integer ?? 0
    guard open == count else { throw Timeout(description: "\(open) connections are open, not \(count)") }
    let growth = try resident(bundle.processIdentifier) - before
    report("websocket.connections", Double(open), "connections")
    report("websocket.rss_mb", Double(growth) / 1024, "MiB")
  }

  /// Waits when the host finds that too many come at once.
  private static func connect(_ port: Int) throws -> RawConnection {
    try wait(for: "connection", upTo: .seconds(30)) {
      let connection = try RawConnection(port: port)
      connection.send(
        "GET /bench HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
      try connection.read { $0.contains("\r\n\r\n") }
      switch connection.statuses {
      case ["101"]: return connection
      case ["429"]: return nil
      default: throw Timeout(description: "a connection was refused: \(connection.received)")
      }
    }
  }

  private static func raiseDescriptorLimit() throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur > UInt(count + 200) else {
      throw Timeout(description: "this process may open only \(limit.rlim_cur) connections")
    }
  }

  /// KiB.
  private static func resident(_ process: Int32) throws -> Int {
    guard let number = ProcessStatus.kibibytes("VmRSS", of: process) else {
      throw Timeout(description: "/proc/\(process)/status has no VmRSS")
    }
    return number
  }

  private static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw Timeout(description: "\(path) cannot be written") }
    fputs(text, file)
    fclose(file)
  }
}
