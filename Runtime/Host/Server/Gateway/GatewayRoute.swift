internal import HostTemplate
internal import NIOCore

/// A route with what it leads to. Lives on the event loop.
final class GatewayRoute {
  /// Who decides whether a caller is let in.
  enum Entry {
    case function(Authorizer)
    case token(TokenGuard)
  }

  let key: String
  let route: Route
  let function: FunctionPool
  /// Nil when everybody is let in.
  let entry: Entry?
  private var bucket: TokenBucket?

  init(_ route: Route, to function: FunctionPool, of api: HTTPAPI, entries: [String: Entry]) {
    self.route = route
    self.function = function
    key = route.key
    entry = (route.authorizer ?? api.defaultAuthorizer).flatMap { entries[$0] }
    bucket = (route.throttling ?? api.routeThrottling[route.key] ?? api.throttling).map { TokenBucket($0) }
  }

  /// Whether the route's limits let one more request through.
  func admit() -> Bool { bucket == nil || bucket?.take(.now()) == true }
}
