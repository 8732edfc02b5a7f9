internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// VariantQueue
@main struct MakeVariant: MessageFunction {
  static let needs: [Setting] = [.databaseURL, .mediaBucket, .ffmpegPath]

  static func handle(_ request: VariantRequest, _ context: Context) throws -> Outcome {
    let done = try context.variantMaker().make(request, until: context.callDeadline)
    if let done { context.log.info("variant made", done) }
    return .done
  }
}
