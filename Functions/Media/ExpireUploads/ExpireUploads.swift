internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// rate(10 minutes)
@main struct ExpireUploads: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL, .mediaBucket]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let counts = try context.uploadSweep().run(until: context.callDeadline)
    context.log.info("gave up uploads", counts)
    return .done
  }
}
