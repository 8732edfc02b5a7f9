internal import Core
internal import Glibc
internal import Harness

/// AWS's Runtime Interface Emulator with one of our fixtures in it: the service's own code, stripped
/// (https://github.com/aws/aws-lambda-runtime-interface-emulator). It takes one invocation at a time.
final class Emulator {
  private let process: ChildProcess
  private let output = TemporaryDirectory.path("emulator")
  private let client: Client
  private static let path = "/2015-03-31/functions/function/invocations"

  /// `timeout` is the function's, in seconds.
  init(_ name: String, settings: [String: String] = [:], timeout: Int = 10) throws {
    let (api, front) = (try freePort(), try freePort())
    client = Client("http://127.0.0.1:\(front)")
    let variables = settings.merging(["AWS_LAMBDA_FUNCTION_TIMEOUT": "\(timeout)"]) { first, _ in first }
    process = try ChildProcess(
      Self.binary(),
      [
        "--runtime-api-address", "127.0.0.1:\(api)", "--runtime-interface-emulator-address",
        "127.0.0.1:\(front)",
        "\(RunningBundle.binaries)/\(name)",
      ], variables: variables, output: output)
  }

  deinit {
    try? process.end(SIGKILL)
    unlink(output)
  }

  /// The emulator is part of the AWS SAM command line's package.
  private static func binary() throws -> String {
    #if arch(arm64)
      let name = "aws-lambda-rie-arm64"
    #else
      let name = "aws-lambda-rie-x86_64"
    #endif
    for python in (try? TextFile.names(in: ".venv/lib")) ?? [] {
      let path = ".venv/lib/\(python)/site-packages/samcli/local/rapid/\(name)"
      guard access(path, R_OK) == 0 else { continue }
      chmod(path, 0o755)
      return path
    }
    throw Timeout(description: "AWS's Runtime Interface Emulator is missing: `make test` installs it")
  }

  /// Invokes the function, as soon as the emulator listens.
  func invoke(_ event: JSON) throws -> Client.Answer {
    try wait(for: "answer of the emulator", upTo: .seconds(30)) {
      do {
        return try client.post(Self.path, event)
      } catch {
        guard process.exitStatus() == nil else {
          throw Timeout(description: "the emulator ended: \(try text())")
        }
        return nil
      }
    }
  }

  /// Ends the environment as Lambda does, and returns when all of it is gone.
  func shutDown() throws { try process.end(SIGTERM) }

  /// What emulator and function have written.
  func text() throws -> String { try TextFile.read(output) }

  /// The lines of the function's own log.
  func log() throws -> [JSON] {
    try text().split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }.filter {
      $0["level"] != nil
    }
  }
}
