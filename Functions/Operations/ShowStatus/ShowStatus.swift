internal import LambdaRuntime
internal import Wiring

/// GET /v1/status
@main struct ShowStatus: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .publishQueueURL, .uploadQueueURL, .inboxQueueURL]
  static let countsAddresses = false

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let status = context.status()
    return .json(status.json, status: status.isHealthy ? 200 : 503)
  }
}
