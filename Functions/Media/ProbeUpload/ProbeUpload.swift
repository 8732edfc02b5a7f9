internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// MediaBucket
@main struct ProbeUpload: ObjectFunction {
  static let needs: [Setting] = [.databaseURL, .mediaBucket, .ffmpegPath]

  static func handle(_ record: ObjectRecord, _ context: Context) throws -> Outcome {
    let refused = try context.mediaProbe().look(at: record.key, until: context.callDeadline)
    if let refused { context.log.info("refused a file", refused) }
    return .done
  }
}
