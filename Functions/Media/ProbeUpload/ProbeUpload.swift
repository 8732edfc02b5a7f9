internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring

/// MediaBucket
@main struct ProbeUpload: ObjectFunction {
  static let needs: [Setting] = [.databaseURL, .mediaBucket]

  static func handle(_ record: ObjectRecord, _ context: Context) throws -> Outcome {
    try context.mediaProbe().look(at: record.key, until: context.callDeadline)
    return .done
  }
}
