internal import Core
internal import Glibc
internal import Harness

/// How many messages of 1 KB a second are sent, received and deleted, each durably: by the host's queues and by moto,
/// with the same client.
enum Queues {
  private static let connections = 16
  private static let seconds = 5

  static func measure() throws {
    let directory = TemporaryDirectory.path("bench-queues")
    guard mkdir(directory, 0o700) == 0 else { throw Timeout(description: "\(directory) cannot be made") }
    let result = Result {
      let port = try freePort()
      let own = try ChildProcess(
        RunningBundle.binaries + "/durability", ["serve", directory, "\(port)", "\(try freePort())"],
        output: directory + "/output")
      report("queue.messages_per_second", try rate(of: own, port), "1/s")
      let motoPort = try freePort()
      let moto = try ChildProcess(
        ".venv/bin/moto_server", ["-H", "127.0.0.1", "-p", "\(motoPort)"], output: directory + "/output")
      report("queue.moto_messages_per_second", try rate(of: moto, motoPort), "1/s")
    }
    try TemporaryDirectory.remove(directory)
    try result.get()
  }

  /// Measures the server and ends it.
  private static func rate(of server: ChildProcess, _ port: Int) throws -> Double {
    let result = Result { try rate("http://127.0.0.1:\(port)", of: server) }
    try server.end()
    return try result.get()
  }

  private static func rate(_ server: String, of process: ChildProcess) throws -> Double {
    let url = try wait(for: "queue", upTo: .seconds(30)) { () -> String? in
      if process.exitStatus() != nil { throw Timeout(description: "\(server) has ended") }
      let answer = try? Client(server).post(
        "/", ["QueueName": "bench", "Attributes": ["VisibilityTimeout": "60"]],
        headers: [
          "X-Amz-Target": "AmazonSQS.CreateQueue", "Content-Type": "application/x-amz-json-1.0",
          "Authorization": "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/sqs/aws4_request, "
            + "SignedHeaders=host, Signature=0",
        ])
      return answer?.json["QueueUrl"]?.string
    }
    let result = try ChildProcess.run(
      "/usr/bin/wrk",
      ["-t1", "-c\(connections)", "-d\(seconds)s", "-s", "Tests/Bench/queues.lua", server, "--", url])
    let lines = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    guard result.status == 0, !result.output.contains("Non-2xx"), !result.output.contains("Socket errors"),
      let rate = lines.first(where: { $0.first == "messages_per_second" })?.last.flatMap({ Double($0) })
    else { throw Timeout(description: "wrk \(server): \(result.output)") }
    return rate
  }
}
