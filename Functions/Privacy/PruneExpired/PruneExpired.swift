internal import LambdaRuntime
internal import Privacy
internal import Wiring

/// rate(1 hour)
@main struct PruneExpired: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL, .exportBucket]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let retention = Retention(try context.session(), try context.objects(in: .exportBucket))
    let counts = try retention.run(until: context.callDeadline)
    context.log.info("pruned", counts)
    return .done
  }
}
