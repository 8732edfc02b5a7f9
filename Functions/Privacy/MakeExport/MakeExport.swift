internal import LambdaRuntime
internal import Privacy
internal import Wiring

/// ExportQueue
@main struct MakeExport: MessageFunction {
  static let needs: [Setting] = [.databaseURL, .exportBucket, .exportQueueURL]

  static func handle(_ request: ExportRequest, _ context: Context) throws -> Outcome {
    let maker = ExportMaker(try context.session(), try context.objects(in: .exportBucket))
    if let counts = try maker.make(request.export) { context.log.info("export made", counts) }
    return .done
  }
}
