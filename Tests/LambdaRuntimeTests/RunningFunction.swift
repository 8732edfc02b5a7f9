internal import Core
internal import Glibc
internal import Harness

/// A fixture of `Tests/RuntimeFixtures` as a process of its own, driven by a fake Runtime API.
final class RunningFunction {
  let api: FakeRuntimeAPI
  private let process: ChildProcess
  private let output: String

  /// `settings` are the environment variables besides the API's address.
  init(_ name: String, settings: [String: String] = [:], address: String? = nil) throws {
    api = try FakeRuntimeAPI()
    output = TemporaryDirectory.path("function")
    let variables = settings.merging(["AWS_LAMBDA_RUNTIME_API": address ?? api.address]) { first, _ in first }
    process = try ChildProcess(
      "\(RunningBundle.binaries)/\(name)", [], variables: variables, output: output)
  }

  deinit {
    try? process.end(SIGKILL)
    unlink(output)
  }

  /// `EchoEvent` with all that it needs.
  static func echo() throws -> RunningFunction {
    try RunningFunction("EchoEvent", settings: ["ECHO_COLOR": "red", "ECHO_SHAPE": "round"])
  }

  /// Takes the function's call for an event.
  func awaitNext() throws -> Call {
    let call = try api.receive()
    guard call.method == "GET", call.path == "/invocation/next" else {
      throw Timeout(description: "the function asked for \(call.path) instead of an event")
    }
    return call
  }

  /// Hands the function an event and takes its answer, which stays unanswered.
  func send(_ event: [UInt8], as requestID: String = "r-1", headers: [String] = []) throws -> Call {
    try awaitNext().answer(200, headers: ["Lambda-Runtime-Aws-Request-Id: \(requestID)"] + headers, event)
    return try api.receive()
  }

  /// One whole invocation, whose answer is taken with `status`.
  func invoke(
    _ event: JSON, as requestID: String = "r-1", headers: [String] = [], answered status: Int = 202
  ) throws -> Call {
    let call = try send(event.encoded(), as: requestID, headers: headers)
    call.answer(status, Array(#"{"status":"OK"}"#.utf8))
    return call
  }

  func signal(_ signal: Int32) { kill(process.identifier, signal) }

  /// Waits for the process to end by itself.
  func exitStatus() throws -> Int32 {
    try wait(for: "end of the function", upTo: .seconds(10)) { process.exitStatus() }
  }

  /// What the function has logged, line by line.
  func log() throws -> [JSON] {
    try TextFile.read(output).split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  /// The reason given by the line that the process ended with.
  func lastReason() throws -> String {
    let last = try log().last
    guard last?["message"]?.string == "the process ends", let reason = last?["reason"]?.string else {
      throw Timeout(description: "no reason at the end of the log: \(last?.text ?? "nothing")")
    }
    return reason
  }
}
