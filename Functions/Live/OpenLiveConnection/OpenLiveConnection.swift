internal import Identity
internal import LambdaRuntime
internal import Live
internal import Wiring

/// $connect
@main struct OpenLiveConnection: WebSocketFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ event: WebSocketEvent, _ context: Context) throws -> Response {
    let (member, token) = try context.member(event, may: .read)
    let connections = LiveConnectionStore(try context.session(member.scope))
    try connections.insert(event.connectionID, of: member, by: token)
    return .subprotocol
  }
}
