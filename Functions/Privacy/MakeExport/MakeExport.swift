internal import LambdaRuntime
internal import Privacy
internal import Wiring

/// ExportQueue
@main struct MakeExport: QueueFunction {
  static let needs: [Setting] = [.databaseURL, .exportBucket, .exportQueueURL]

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let id = ExportMaker.id(in: message.body) else {
      return .discard(reason: "not a wish for an export")
    }
    let maker = ExportMaker(try context.session(), try context.objects(in: .exportBucket))
    if let counts = try maker.make(id) { context.log.info("export made", counts) }
    return .done
  }
}
