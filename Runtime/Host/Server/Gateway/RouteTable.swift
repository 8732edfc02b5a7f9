internal import Core
internal import HostTemplate

/// The routes of the HTTP API and which of them a request takes
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
struct RouteTable {
  struct Match {
    let function: FunctionPool
    let routeKey: String
    /// Percent-decoded.
    let parameters: [(name: String, value: String)]
  }

  private enum Segment {
    case literal(String)
    case parameter(String)
    /// `{name+}`: this segment and all that follow.
    case greedy(String)
  }

  private struct Entry {
    let route: Route
    let segments: [Segment]
    let function: FunctionPool
  }

  private let entries: [Entry]
  private let fallback: Entry?

  init(_ functions: [FunctionPool]) {
    let all = functions.flatMap { function in
      function.function.routes.map { Entry(route: $0, segments: Self.segments($0.path), function: function) }
    }
    fallback = all.first { $0.route.path == "$default" }
    entries = all.filter { $0.route.path != "$default" }.sorted(by: Self.precedes)
  }

  private static func segments(_ path: String) -> [Segment] {
    path.split(separator: "/").map { part in
      guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
      let name = part.dropFirst().dropLast()
      return name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .parameter(String(name))
    }
  }

  /// AWS takes the most specific: a full match before a greedy one, literals before parameters from the left,
  /// a method before `ANY`.
  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    let (first, second) = (ranks(left), ranks(right))
    if first != second { return first.lexicographicallyPrecedes(second) }
    return left.route.method != "ANY" && right.route.method == "ANY"
  }

  private static func ranks(_ entry: Entry) -> [Int] {
    let ranks = entry.segments.map { segment in
      switch segment {
      case .literal: 0
      case .parameter: 1
      case .greedy: 2
      }
    }
    return [ranks.contains(2) ? 1 : 0] + ranks
  }

  /// The route for a method and a path as received; nil when there is none.
  func match(_ method: String, _ path: String) -> Match? {
    let parts = path.split(separator: "/")
    for entry in entries where entry.route.method == method || entry.route.method == "ANY" {
      if let parameters = Self.parameters(of: entry.segments, in: parts) {
        return Match(function: entry.function, routeKey: entry.route.key, parameters: parameters)
      }
    }
    return fallback.map { Match(function: $0.function, routeKey: $0.route.key, parameters: []) }
  }

  private static func parameters(
    of segments: [Segment], in parts: [Substring]
  ) -> [(name: String, value: String)]? {
    var parameters: [(name: String, value: String)] = []
    for (index, segment) in segments.enumerated() {
      guard index < parts.count else { return nil }
      switch segment {
      case .literal(let text): if parts[index] != text { return nil }
      case .parameter(let name): parameters.append((name, PercentEncoding.decode(parts[index])))
      case .greedy(let name):
        parameters.append((name, PercentEncoding.decode(parts[index...].joined(separator: "/"))))
        return parameters
      }
    }
    return segments.count == parts.count ? parameters : nil
  }
}
