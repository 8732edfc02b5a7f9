internal import LambdaRuntime
internal import Live
internal import Posts
internal import Wiring

/// LiveQueue
@main struct PushLiveUpdates: QueueFunction {
  static let needs: [Setting] = [.databaseURL, .liveEndpoint, .liveQueueURL]

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let update = LiveUpdate(message.body) else { return .discard(reason: "not an update") }
    let session = try context.session()
    let news = update.message(try PostStore(session).find(update.post))
    let result = try LivePush(session, try context.liveConnections()).send(news, to: update.organization)
    context.log.info("pushed", result.counts)
    return .done
  }
}
