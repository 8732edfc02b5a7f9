internal import LambdaRuntime
internal import NaivePublishing
internal import Publishing
internal import Wiring
internal import WiringAccounts
internal import WiringPublishing

/// Stands in for ReconcileDeliveries in the fault test's counter-check.
@main struct NaiveReconcileDeliveries: ScheduledFunction {
  static let needs: [Setting] = Setting.publishing + Setting.platforms

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let session = try context.session()
    let timing = try context.timing()
    _ = try Sweeper(session, timing: timing).recover()
    let reconciler = Reconciler(
      session, try context.platforms().naive, try context.grantBox(), timing: timing)
    _ = try reconciler.run(until: context.deadline)
    _ = try Sweeper(session, timing: timing).dispatchDue()
    context.relay(session)
    return .done
  }
}
