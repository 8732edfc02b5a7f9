internal import LambdaRuntime
internal import Vault
internal import Wiring

/// rate(1 day)
@main struct RotateKeys: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL, .accountEncryptionKeys, .factorKeys]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let counts = try context.rotation().run(until: context.callDeadline)
    if counts.unopened > 0 { context.log.error("secrets that no key opens", counts.json) }
    context.log.info("keys rotated", counts.json)
    return .done
  }
}
