internal import LambdaRuntime
internal import Live
internal import Posts
internal import Wiring

/// LiveQueue
@main struct PushLiveUpdates: MessageFunction {
  static let needs: [Setting] = [.databaseURL, .liveEndpoint, .liveQueueURL]

  static func handle(_ update: LiveUpdate, _ context: Context) throws -> Outcome {
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
