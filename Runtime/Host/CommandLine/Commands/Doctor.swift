internal import ArgumentParser
internal import PrivateFiles

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks everything a run needs and says how to mend what is wrong.",
    discussion: """
      Each line is one prerequisite or setting: ok, note (works, but know this) or WRONG with what to do. Give it \
      the options that 'up' is to be started with: what of the bundle is wrong here is what 'up' refuses.

        clientnest doctor
        clientnest doctor --port 9000 --state-dir /srv/clientnest

      At the end it prints the addresses to register with the platforms when real keys are used \
      (PLATFORM_APPLICATIONS). The exit code is 69 when something is wrong.
      """)

  @OptionGroup var gateway: GatewayOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var bundle: BundleOptions

  func run() throws {
    let directory = StateDirectory(state.stateDir)
    let settings = try bundle.parameters()
    let findings =
      MachineChecks(state: directory, gateway: gateway).findings()
      + BundleChecks(state: directory, bundle: bundle, gateway: gateway, settings: settings).findings()
    for finding in findings { Terminal.line(finding.text) }
    Terminal.line("\nAddresses to register with the platforms:")
    let base = settings["PublicUrl"] ?? Environment["PUBLIC_URL"] ?? "http://127.0.0.1:\(port(directory))"
    let given = (settings["PlatformApplications"] ?? Environment["PLATFORM_APPLICATIONS"])
    for platform in given.flatMap({ PlatformNames.registered(in: $0) }) ?? PlatformNames.all {
      let name = platform + String(repeating: " ", count: max(0, 10 - platform.count))
      Terminal.line("  \(name)  redirect URI  \(base)/v1/accounts/callback/\(platform)")
    }
    Terminal.line("  instagram   webhook       \(base)/v1/webhooks/meta")
    if findings.contains(where: { $0.failure != nil }) {
      throw ExitCode(CommandFailure.Code.unavailable.rawValue)
    }
  }

  /// Where the gateway is, or else would be.
  private func port(_ directory: StateDirectory) -> Int {
    guard let record = try? directory.readHostRecord(), record.isRunning else { return gateway.port }
    return record.port
  }
}

/// What was found about one prerequisite or setting.
struct Finding {
  private enum Grade {
    case fine
    case note
    case wrong(CommandFailure)
  }

  private let subject: String
  private let detail: String
  private let grade: Grade

  static func fine(_ subject: String, _ detail: String) -> Finding {
    Finding(subject: subject, detail: detail, grade: .fine)
  }

  static func note(_ subject: String, _ detail: String) -> Finding {
    Finding(subject: subject, detail: detail, grade: .note)
  }

  static func wrong(
    _ subject: String, _ detail: String, remedy: String, code: CommandFailure.Code = .configuration
  ) -> Finding {
    wrong(subject, CommandFailure(detail, remedy: remedy, code: code))
  }

  /// What a failed check says, with its own remedy.
  static func wrong(_ subject: String, _ error: any Error) -> Finding {
    let failure: CommandFailure =
      switch error {
      case let failure as CommandFailure: failure
      case let failure as FileFailure:
        CommandFailure(failure.message, remedy: failure.remedy, code: .configuration)
      default: CommandFailure("\(error)", code: .configuration)
      }
    return Finding(subject: subject, detail: failure.message, grade: .wrong(failure))
  }

  /// Why nothing can be started; nil for all but what is wrong.
  var failure: CommandFailure? { if case .wrong(let failure) = grade { failure } else { nil } }

  var text: String {
    let name = subject + String(repeating: " ", count: max(0, 12 - subject.count))
    switch grade {
    case .fine: return "ok     \(name) \(detail)"
    case .note: return "note   \(name) \(detail)"
    case .wrong(let failure):
      return "WRONG  \(name) \(detail)\n       \(name) -> \(failure.remedy ?? "See above.")"
    }
  }
}
