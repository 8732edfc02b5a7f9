internal import Core
internal import Glibc
internal import Harness

/// A fixture of `Tests/RuntimeFixtures` as a process of its own, driven by a fake Runtime API.
final class RunningFunction {
  let api: FakeRuntimeAPI
  private let process: ChildProcess
  private let output: String

  /// `settings` are the environment variables besides the API's address.
  init(_ name: String, settings: [String: String] = [:], api: FakeRuntimeAPI? = nil, address: String? = nil)
    throws
  {
    let api = try api ?? FakeRuntimeAPI()
    self.api = api
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
    _ = try begin(event, as: requestID, headers: headers)
    return try api.receive()
  }

  /// Hands the function an event, and returns the call for it.
  func begin(_ event: [UInt8], as requestID: String = "r-1", headers: [String] = []) throws -> Call {
    let next = try awaitNext()
    next.answer(200, headers: ["Lambda-Runtime-Aws-Request-Id: \(requestID)"] + headers, event)
    return next
  }

  /// One whole invocation, whose answer is taken with `status`.
  func invoke(
    _ event: JSON, as requestID: String = "r-1", headers: [String] = [], answered status: Int = 202
  ) throws -> Call {
    let call = try send(event.encoded(), as: requestID, headers: headers)
    call.answer(status, Array(#"{"status":"OK"}"#.utf8))
    return call
  }

  /// The most memory that the process has had at a time, in KiB.
  func peakMemory() throws -> Int {
    let line = try TextFile.read("/proc/\(process.identifier)/status").split(separator: "\n")
      .first { $0.hasPrefix("VmHWM:") }
    guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Timeout(description: "the process tells no VmHWM")
    }
    return kilobytes
  }

  /// Waits for a line of the log.
  func awaitLog(_ message: String) throws -> JSON {
    try wait(for: "line \(message)", upTo: .seconds(10)) {
      try log().first { $0["message"] == .string(message) }
    }
  }

  func signal(_ signal: Int32) { kill(process.identifier, signal) }

  /// Waits for the process to end by itself.
  func exitStatus() throws -> Int32 {
    try wait(for: "end of the function", upTo: .seconds(10)) { process.exitStatus() }
  }

  /// What the function has written.
  func text() throws -> String { try TextFile.read(output) }

  /// What the function has logged, line by line.
  func log() throws -> [JSON] { try text().split(separator: "\n").map { try JSON(parsing: String($0)) } }

  /// The reason given by the line that the process ended with.
  func lastReason() throws -> String {
    let last = try log().last
    guard last?["message"]?.string == "the process ends", let reason = last?["reason"]?.string else {
      throw Timeout(description: "no reason at the end of the log: \(last?.text ?? "nothing")")
    }
    return reason
  }
}
