internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// VariantQueue
@main struct MakeVariant: QueueFunction {
  static let needs: [Setting] = [.databaseURL, .mediaBucket, .ffmpegPath]

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let wish = VariantMaker.Wish(message.body) else {
      return .discard(reason: "not a wish for a variant")
    }
    let done = try context.variantMaker().make(wish, until: context.callDeadline)
    if let done { context.log.info("variant made", done) }
    return .done
  }
}
