internal import ArgumentParser
internal import Glibc
internal import PrivateFiles

/// The command line of the host.
@main
struct ClientNest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clientnest",
    abstract: "Runs the ClientNest bundle on this machine and looks after it.",
    discussion: """
      Start with:
        clientnest doctor        what is missing, and how to mend it
        clientnest up            everything, until Ctrl-C

      While it is up, in another terminal:
        clientnest logs --follow
        clientnest queues
        clientnest invoke DispatchDueDeliveries

      Exit codes: 0 done, 1 failed, 64 wrong usage, 69 something needed is missing or not running, \
      75 another instance uses the same state, 78 a setting is wrong, 130 interrupted twice.
      """,
    subcommands: [Up.self, Invoke.self, Logs.self, Queues.self, Doctor.self])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      Terminal.error("clientnest: \(failure)")
      exit(withError: ExitCode(failure.code.rawValue))
    } catch let failure as FileFailure {
      Terminal.error("clientnest: \(failure)")
      exit(withError: ExitCode(CommandFailure.Code.configuration.rawValue))
    } catch {
      exit(withError: error)
    }
  }
}

/// Options of every command that concerns one running host.
struct StateOptions: ParsableArguments {
  @Option(help: "Where data, keys and logs are kept (environment: STATE_DIR).")
  var stateDir = Environment["STATE_DIR"] ?? ".local"

  /// Refused when others than its user and root could exchange what is in it.
  func directory() throws -> StateDirectory {
    let directory = StateDirectory(stateDir)
    try directory.check()
    return directory
  }
}

/// Options of the commands that read the bundle.
struct BundleOptions: ParsableArguments {
  @Option(help: "The SAM template.")
  var template = "template.yaml"

  @Option(help: "The directory of the built functions.")
  var binaries = ".build/release"

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A template parameter; may be repeated.", valueName: "name=value"))
  var settings: [String] = []

  /// The `--set` pairs by name.
  func parameters() throws -> [String: String] {
    var parameters: [String: String] = [:]
    for setting in settings {
      guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else {
        throw ValidationError("--set wants Name=Value, not '\(setting)'")
      }
      parameters[String(setting[..<equals])] = String(setting[setting.index(after: equals)...])
    }
    return parameters
  }
}
