internal import LambdaRuntime
internal import Publishing
internal import Wiring
internal import WiringPublishing

/// rate(1 minute)
@main struct DispatchDueDeliveries: ScheduledFunction {
  static let needs: [Setting] = Setting.publishing

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let session = try context.session()
    let counts = try Sweeper(session, timing: try context.timing()).dispatchDue()
    context.relay(session)
    context.log.info("dispatched", counts)
    return .done
  }
}
