/// One line of a platform's table of calls.
struct Route<Owner>: Sendable {
  typealias Handler = @Sendable (Owner) -> (Call, [String]) throws(Refusal) -> Answer

  let method: String
  /// The host and the path, where `*` stands for any one segment.
  let pattern: [Substring]
  let operation: Operation
  let handler: Handler

  init(_ method: String, _ pattern: String, _ operation: Operation, _ handler: @escaping Handler) {
    self.method = method
    self.pattern = pattern.split(separator: "/")
    self.operation = operation
    self.handler = handler
  }

  /// The segments that stand where the pattern has `*`; nil when the call is another one.
  func match(_ method: String, _ path: [String]) -> [String]? {
    guard method == self.method, path.count == pattern.count else { return nil }
    var captures: [String] = []
    for (wanted, segment) in zip(pattern, path) {
      if wanted == "*" {
        captures.append(segment)
      } else if wanted != segment {
        return nil
      }
    }
    return captures
  }
}

/// A platform's calls, first match first.
struct RouteTable<Owner>: Sendable {
  let routes: [Route<Owner>]

  func find(_ method: String, _ path: [String]) -> (route: Route<Owner>, captures: [String])? {
    for route in routes {
      if let captures = route.match(method, path) { return (route, captures) }
    }
    return nil
  }
}
