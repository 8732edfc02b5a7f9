package import Identity
package import LambdaRuntime
internal import Limits
package import Live

extension Context {
  /// Sends to connections of the WebSocket API.
  package func liveConnections() throws -> ConnectionsClient {
    try kept {
      ConnectionsClient(
        endpoint: try setting(.liveEndpoint), region: try setting(.region), credentials: try credentials())
    }
  }

  /// Who opens the connection. A browser can send no header of its own, but subprotocols: it asks for `clientnest`
  /// and, as a second one, its access token. In the query it would stand in logs.
  package func member(_ event: WebSocketEvent, may permission: Permission) throws -> (Member, AccessToken) {
    requestLimits.begin()
    try countRequest(of: .address(event.sourceIP))
    let offered = event.headers.filter { $0.name == "sec-websocket-protocol" }
      .flatMap { $0.value.split(separator: ",") }.map { $0.filter { !$0.isWhitespace } }
    guard offered.count == 2, offered[0] == "clientnest" else { throw IdentityError.wrongToken }
    let token = try token(bearer: offered[1])
    return (try member(token, may: permission), token)
  }
}

extension Response {
  /// The connection is accepted, with the subprotocol that was asked for.
  package static let subprotocol = Response(200, headers: [("sec-websocket-protocol", "clientnest")])
}
