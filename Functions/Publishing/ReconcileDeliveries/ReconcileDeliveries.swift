internal import LambdaRuntime
internal import Live
internal import Publishing
internal import Wiring
internal import WiringAccounts
internal import WiringPublishing

/// rate(1 minute)
@main struct ReconcileDeliveries: ScheduledFunction {
  static let needs: [Setting] =
    Setting.publishing + Setting.platforms + [
      .inboxQueueURL, .mailQueueURL, .exportQueueURL, .variantQueueURL, .removalQueueURL,
    ]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let session = try context.session()
    let timing = try context.timing()
    let recovered = try Sweeper(session, timing: timing).recover(traceID: context.traceID)
    context.log.info("recovered", recovered)
    let reconciler = Reconciler(session, try context.platforms(), try context.grantBox(), timing: timing)
    let reconciled = try reconciler.run(until: context.callDeadline)
    context.log.info("reconciled", reconciled)
    _ = try Sweeper(session, timing: timing).dispatchDue()
    _ = try LiveConnectionStore(session).closeExpired()
    context.relay(session)
    return .done
  }
}
