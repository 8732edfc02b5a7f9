internal import Audit
internal import LambdaRuntime
internal import Privacy
internal import Wiring

/// rate(1 hour)
@main struct EraseDue: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL, .exportBucket, .mediaBucket]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let eraser = Eraser(
      try context.session(), exports: try context.objects(in: .exportBucket),
      media: try context.objects(in: .mediaBucket), from: .job(traceID: context.traceID))
    let counts = try eraser.run(until: context.callDeadline)
    context.log.info("erased", counts)
    return .done
  }
}
