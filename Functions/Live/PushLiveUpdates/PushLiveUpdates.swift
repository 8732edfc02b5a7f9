internal import LambdaRuntime
internal import Live
internal import Wiring

/// LiveQueue
@main struct PushLiveUpdates: QueueFunction {
  static let needs: [Setting] = [.databaseURL, .liveEndpoint, .liveQueueURL]

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let update = LiveUpdate(message.body) else { return .discard(reason: "not an update") }
    let result = try LivePush(try context.session(), try context.connections()).tell(update)
    context.log.info("pushed", result.counts)
    return .done
  }
}

extension Context {
  /// Sends to connections of the WebSocket API.
  fileprivate func connections() throws -> ConnectionsClient {
    try kept {
      ConnectionsClient(
        endpoint: try setting(.liveEndpoint), region: try setting(.region), credentials: try credentials())
    }
  }
}
