internal import Core
internal import LambdaRuntime
internal import Live
internal import Wiring

/// $default
@main struct AnswerLiveMessage: WebSocketFunction {
  static func handle(_ event: WebSocketEvent, _ context: Context) throws -> Response {
    let message = try LiveMessage(event.body)
    return .json(message.answer)
  }
}
