/// A WebSocket API of API Gateway, with its one stage.
package struct WebSocketResource: Sendable {
  package struct Route: Sendable {
    /// `$connect`, `$disconnect`, `$default`, or what the selection expression gives.
    package let key: String
    /// The logical id of the function.
    package let functionID: String
    /// Milliseconds the function may take, 50 to 29,000.
    package let timeout: Int
    /// Whether the function's answer goes back to the client.
    package let sendsResponse: Bool
  }

  /// A `REQUEST` authorizer, asked before `$connect`.
  package struct Authorizer: Sendable {
    package let functionID: String
    /// `route.request.header.Auth`, `route.request.querystring.token`, …: must be there and not be empty.
    package let identitySources: [String]
  }

  /// Its logical id, which is its API id too.
  package let id: String
  package let stage: String
  /// The names that lead through a JSON message to what selects the route: `action`.
  package let selection: [String]
  package let stageVariables: [(name: String, value: String)]
  package let routes: [Route]
  package let authorizer: Authorizer?
}
