internal import HostTemplate
internal import NIOCore

/// A route with what it leads to. Lives on the event loop.
final class GatewayRoute {
  let key: String
  let route: Route
  let function: FunctionPool
  let authorizer: Authorizer?
  private var bucket: TokenBucket?

  init(_ route: Route, to function: FunctionPool, of api: HTTPAPI, authorizers: [String: Authorizer]) {
    self.route = route
    self.function = function
    key = route.key
    authorizer = (route.authorizer ?? api.defaultAuthorizer).flatMap { authorizers[$0] }
    bucket = (route.throttling ?? api.routeThrottling[route.key] ?? api.throttling).map { TokenBucket($0) }
  }

  /// Whether the route's limits let one more request through.
  func admit() -> Bool { bucket == nil || bucket?.take(.now()) == true }
}
