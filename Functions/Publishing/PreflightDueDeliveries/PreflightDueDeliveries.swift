internal import Audit
internal import LambdaRuntime
internal import Publishing
internal import Wiring
internal import WiringAccounts

/// rate(1 minute)
@main struct PreflightDueDeliveries: ScheduledFunction {
  static let needs: [Setting] = Setting.preflight + [.mailQueueURL, .liveQueueURL]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let session = try context.session()
    let preflight = DuePreflight(session, from: .job(traceID: context.traceID), rules: context.rules())
    let counts = try preflight.run(until: context.callDeadline)
    context.relay(session)
    context.log.info("looked ahead", counts)
    return .done
  }
}
