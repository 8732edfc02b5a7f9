internal import Core
internal import HTTPServer
internal import HostTemplate

/// A request on its way to a function, with what the gateway knows of it.
struct GatewayCall {
  static let accountID = "000000000000"
  static let apiID = "local"

  let request: HTTPRequest
  /// Of the request, normalized (RFC 3986 §6.2.2), still percent-encoded.
  let path: String
  let match: RouteTable.Match
  let api: HTTPAPI
  let requestID: String
  let traceID: String
  let time: GatewayTime
  /// As received, but for what the gateway sets itself. Cookies are among them.
  let headers: [(name: String, value: String)]
  /// Decoded, in their order.
  let query: [(name: String, value: String)]

  init(
    _ request: HTTPRequest, _ path: String, _ match: RouteTable.Match, _ api: HTTPAPI, requestID: String,
    time: GatewayTime
  ) {
    self.request = request
    self.path = path
    self.match = match
    self.api = api
    self.requestID = requestID
    self.time = time
    traceID =
      request.header("x-amzn-trace-id")
      ?? request.header("traceparent").flatMap { GatewayIdentifiers.traceID(continuing: $0) }
      ?? GatewayIdentifiers.traceID()
    query = request.query.isEmpty ? [] : URLForm.parse(request.query)
    headers = Self.headers(of: request, traceID)
  }

  /// The gateway says itself where a request came from and how: a peer could say anything.
  private static func headers(
    of request: HTTPRequest, _ traceID: String
  ) -> [(name: String, value: String)] {
    var headers = request.headers
    var forwardedFor = request.remoteAddress
    headers.removeAll { name, value in
      // Of fifteen to seventeen letters: most names are told apart by their length.
      guard (15...17).contains(name.utf8.count) else { return false }
      switch name.lowercased() {
      case "x-forwarded-for":
        forwardedFor = value + ", " + forwardedFor
        return true
      case "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id": return true
      default: return false
      }
    }
    headers.append(("x-amzn-trace-id", traceID))
    headers.append(("x-forwarded-for", forwardedFor))
    headers.append(("x-forwarded-port", port(request)))
    headers.append(("x-forwarded-proto", "http"))
    return headers
  }

  private static func port(_ request: HTTPRequest) -> String {
    let host = request.header("host") ?? ""
    if let colon = host.utf8.lastIndex(of: 0x3A), let port = UInt16(host[colon...].dropFirst()) {
      return String(port)
    }
    return "80"
  }

  var method: String { match.method }
  var routeKey: String { match.route.key }
  var userAgent: String { request.header("user-agent") ?? "" }
  var domainName: String { request.header("host") ?? "localhost" }
  /// The first label of the domain.
  var domainPrefix: String { String(domainName.prefix { $0 != "." && $0 != ":" }) }

  /// What the request has at a source; nil when that is nothing.
  func value(of source: LambdaAuthorizer.IdentitySource) -> String? {
    let value: String? =
      switch source {
      case .header(let name): request.header(name)
      case .query(let name): query.first { $0.name == name }?.value
      case .stageVariable(let name): api.stageVariables.first { $0.name == name }?.value
      case .context("httpMethod"): method
      case .context("identity.sourceIp"): request.remoteAddress
      case .context("identity.userAgent"): userAgent
      case .context("path"): path
      case .context("protocol"): "HTTP/1.1"
      case .context("routeKey"): routeKey
      case .context("stage"): api.stage
      case .context: nil
      }
    return value?.isEmpty == true ? nil : value
  }

  /// What the request contexts of both payload formats begin with.
  func writeContextHead(_ writer: inout JSONWriter, authorizer: JSON?) {
    writer.member("accountId", Self.accountID)
    writer.member("apiId", Self.apiID)
    if let authorizer {
      writer.name("authorizer")
      writer.write(authorizer)
    }
    writer.member("domainName", domainName)
    writer.member("domainPrefix", domainPrefix)
  }

  /// What IAM policies call the route as it is requested.
  func routeARN(region: String) -> String {
    let place = api.stage == "$default" ? path : String(path.dropFirst(api.stage.count + 1))
    return
      "arn:aws:execute-api:\(region):\(Self.accountID):\(Self.apiID)/\(api.stage)/\(method)\(place)"
  }
}
