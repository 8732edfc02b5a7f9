internal import HTTPServer
internal import HostTemplate

/// Answers CORS preflights and adds the CORS headers to other answers, as an HTTP API does
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
struct CrossOriginPolicy {
  private let rules: CrossOriginRules
  /// Every answer is another for another origin, that to an origin which is not allowed and that to none too: what a
  /// shared cache kept of one would be wrong for the other.
  private static let vary = (name: "vary", value: "origin")

  init(_ rules: CrossOriginRules) { self.rules = rules }

  /// The answer to a preflight; nil when the request is none. It carries no headers for a foreign origin.
  func preflight(_ request: HTTPRequest) -> HTTPReply? {
    guard request.method == "OPTIONS", let origin = request.header("origin"),
      let method = request.header("access-control-request-method")
    else { return nil }
    guard let allowed = allowed(origin), allows(method: method) else {
      return HTTPReply(status: 204, headers: [Self.vary])
    }
    var headers = common(allowed)
    if !rules.methods.isEmpty {
      headers.append(("access-control-allow-methods", rules.methods.joined(separator: ",")))
    }
    if !rules.headers.isEmpty {
      headers.append(("access-control-allow-headers", rules.headers.joined(separator: ",")))
    }
    if let maxAge = rules.maxAge { headers.append(("access-control-max-age", String(maxAge))) }
    return HTTPReply(status: 204, headers: headers)
  }

  /// What to add to the answer of a request.
  func headers(for request: HTTPRequest) -> [(name: String, value: String)] {
    guard let origin = request.header("origin"), let allowed = allowed(origin) else { return [Self.vary] }
    var headers = common(allowed)
    if !rules.exposedHeaders.isEmpty {
      headers.append(("access-control-expose-headers", rules.exposedHeaders.joined(separator: ",")))
    }
    return headers
  }

  private func common(_ origin: String) -> [(name: String, value: String)] {
    [("access-control-allow-origin", origin), Self.vary]
      + (rules.allowsCredentials ? [("access-control-allow-credentials", "true")] : [])
  }

  /// The value of `Access-Control-Allow-Origin`; nil for an origin that is not allowed.
  private func allowed(_ origin: String) -> String? {
    if rules.origins.contains(origin) { return origin }
    return rules.origins.contains("*") ? "*" : nil
  }

  private func allows(method: String) -> Bool {
    rules.methods.contains("*") || rules.methods.contains(method)
  }
}
