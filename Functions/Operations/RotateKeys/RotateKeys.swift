internal import Audit
internal import Cryptography
internal import LambdaRuntime
internal import Vault
internal import Wiring

/// rate(1 day)
@main struct RotateKeys: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL, .accountEncryptionKeys, .factorKeys]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let keys = VaultKeys(
      accounts: try Envelope(keys: try context.setting(.accountEncryptionKeys)),
      factors: try Envelope(keys: try context.setting(.factorKeys)))
    let rotation = Rotation(try context.session(), keys, from: .job(traceID: context.traceID))
    let counts = try rotation.run(until: context.callDeadline)
    if counts.unopened > 0 { context.log.error("secrets that no key opens", counts.json) }
    context.log.info("keys rotated", counts.json)
    return .done
  }
}
