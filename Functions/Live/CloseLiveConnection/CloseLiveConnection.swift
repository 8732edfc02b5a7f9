internal import LambdaRuntime
internal import Live
internal import Wiring

/// $disconnect
@main struct CloseLiveConnection: WebSocketFunction {
  static let needs: [Setting] = [.databaseURL]

  static func handle(_ event: WebSocketEvent, _ context: Context) throws -> Response {
    try LiveConnectionStore(try context.session()).delete(event.connectionID)
    return .noContent
  }
}
