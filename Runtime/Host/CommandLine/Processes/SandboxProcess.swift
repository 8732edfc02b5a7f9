internal import Core
internal import Glibc
internal import HTTPServer
internal import PrivateFiles

/// The simulated outside world, in a process of its own.
final class SandboxProcess {
  /// Ours for as long as the host runs. Each sandbox is started with it, so that the port is nobody else's while there
  /// is none: what was asked meanwhile waits, and mail and tokens reach no other program.
  private let socket: ListeningSocket
  private let arguments: [String]
  /// What it reads as its input: see the sandbox's `Keys`.
  private let keys: JSON
  private let portFile: String
  private let log: String
  private var process: ChildProcess?

  var port: Int { socket.port }
  var url: String { "http://127.0.0.1:\(port)" }

  /// `gatewayURL` is where it sends webhooks to.
  init(
    binaries: String, state: StateDirectory, socket: ListeningSocket, parameters: [String: String],
    gatewayURL: String, enforcesRateLimits: Bool
  ) throws {
    let program = try Self.program(in: binaries)
    self.socket = socket
    portFile = "\(state.path)/sandbox.port"
    log = "\(state.logs)/sandbox.log"
    keys = Self.keys(parameters)
    arguments = [
      program, "--socket", String(ChildProcess.inherited), "--port-file", portFile,
      "--ledger", "\(state.path)/sandbox-ledger.jsonl", "--state", "\(state.path)/sandbox-state.jsonl",
      "--webhook-url", "\(gatewayURL)/v1/webhooks/meta",
      "--rate-limits", enforcesRateLimits ? "on" : "off", "--reads-keys",
    ]
  }

  static func program(in binaries: String) throws -> String {
    let program = "\(binaries)/sandbox"
    guard access(program, X_OK) == 0 else {
      throw CommandFailure(
        "\(program) is not built", remedy: "swift build -c release (make run does it).", code: .unavailable)
    }
    return program
  }

  private static func keys(_ parameters: [String: String]) -> JSON {
    func applications(_ name: String) -> JSON {
      (try? JSON(parsing: Array((parameters[name] ?? "").utf8))) ?? [:]
    }
    return [
      "applications": applications("PlatformApplications"),
      "signInApplications": applications("SignInApplications"),
      "metaVerifyToken": JSON(parameters["MetaVerifyToken"]),
      "operatorToken": JSON(parameters["OperatorToken"]),
    ]
  }

  /// Returns when it listens.
  func start() throws {
    unlink(portFile)
    let descriptor = try PrivateFile.open(log, O_WRONLY | O_CREAT | O_APPEND)
    defer { close(descriptor) }
    let process = try ChildProcess(
      Program.bound(toThisProcessBy: "TERM") + arguments, input: keys.encoded(), output: descriptor,
      socket: socket)
    self.process = process
    let deadline = ContinuousClock.now + .seconds(10)
    while !LocalFile.exists(portFile) {
      guard process.isRunning, ContinuousClock.now < deadline else {
        process.stop(grace: .zero)
        throw CommandFailure("the sandbox did not start", remedy: "The reason is at the end of \(log).")
      }
      usleep(10_000)
    }
  }

  /// Starts it again when it has died.
  func keepRunning() throws {
    guard let process, !process.isRunning else { return }
    try start()
  }

  func stop() { process?.stop(grace: .seconds(3)) }
}
