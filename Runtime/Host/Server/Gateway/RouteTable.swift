internal import Core
internal import HostTemplate

/// The routes of the HTTP API and which of them a request takes
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
struct RouteTable {
  struct Match {
    let route: GatewayRoute
    /// The method that the function is called with: that of the request, but GET for a HEAD without a route of its own.
    let method: String
    /// Percent-decoded.
    let parameters: [(name: String, value: String)]
  }

  private enum Segment {
    case literal(String)
    case parameter(String)
    /// `{name+}`: this segment and all that follow, at least one.
    case greedy(String)
  }

  private struct Entry {
    let route: GatewayRoute
    let segments: [Segment]

    init(_ route: GatewayRoute) {
      self.route = route
      segments = route.route.path.split(separator: "/").map { part in
        guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
        let name = part.dropFirst().dropLast()
        return name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .parameter(String(name))
      }
    }

    var isLiteral: Bool { segments.allSatisfy { if case .literal = $0 { true } else { false } } }
  }

  /// Routes without parameters, by path and then by method.
  private var literals: [String: [String: GatewayRoute]] = [:]
  private let patterns: [Entry]
  private let fallback: GatewayRoute?

  init(_ routes: [GatewayRoute]) {
    fallback = routes.first { $0.route.path == "$default" }
    let entries = routes.filter { $0.route.path != "$default" }.map(Entry.init)
    for entry in entries where entry.isLiteral {
      literals[Self.withoutSlash(entry.route.route.path), default: [:]][entry.route.route.method] =
        entry.route
    }
    patterns = entries.filter { !$0.isLiteral }.sorted(by: Self.precedes)
  }

  /// AWS takes the most specific: a full match before a greedy one, literals before parameters from the left,
  /// a method before `ANY`.
  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    let (first, second) = (ranks(left), ranks(right))
    if first != second { return first.lexicographicallyPrecedes(second) }
    return left.route.route.method != "ANY" && right.route.route.method == "ANY"
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

  /// The route for a method and a path; nil when there is none. A slash at the end makes no difference.
  ///
  /// HEAD is GET without the body of its answer (RFC 9110 §9.3.2), and who may ask for the one may ask for the other:
  /// where AWS would say 404 for want of a route, it takes that of GET.
  func match(_ method: String, _ path: String) -> Match? {
    find(method, path) ?? (method == "HEAD" ? find("GET", path) : nil)
      ?? fallback.map { Match(route: $0, method: method, parameters: []) }
  }

  private func find(_ method: String, _ path: String) -> Match? {
    if let methods = literals[Self.withoutSlash(path)], let route = methods[method] ?? methods["ANY"] {
      return Match(route: route, method: method, parameters: [])
    }
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for entry in patterns where entry.route.route.method == method || entry.route.route.method == "ANY" {
      if let parameters = Self.parameters(of: entry.segments, in: parts, of: path) {
        return Match(route: entry.route, method: method, parameters: parameters)
      }
    }
    return nil
  }

  private static func withoutSlash(_ path: String) -> String {
    path.utf8.last == 0x2F ? String(path.dropLast()) : path
  }

  private static func parameters(
    of segments: [Segment], in parts: [Substring], of path: String
  ) -> [(name: String, value: String)]? {
    var parameters: [(name: String, value: String)] = []
    for (index, segment) in segments.enumerated() {
      guard index < parts.count else { return nil }
      switch segment {
      case .literal(let text): if parts[index] != text { return nil }
      case .parameter(let name):
        guard !parts[index].isEmpty else { return nil }
        parameters.append((name, PercentEncoding.decode(parts[index])))
      case .greedy(let name):
        let rest = path[parts[index].startIndex...]
        guard !rest.isEmpty else { return nil }
        parameters.append((name, PercentEncoding.decode(rest)))
        return parameters
      }
    }
    let isAtEnd = parts.count == segments.count || parts.count == segments.count + 1 && parts.last == ""
    return isAtEnd ? parameters : nil
  }
}
