/// An `HttpApi` event
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html).
package struct Route: Sendable {
  /// `ANY` for every method.
  package let method: String
  /// `/posts/{id}`, `/files/{path+}`, or `$default` for what no other route takes.
  package let path: String
  package let payloadFormat: PayloadFormat
  /// Milliseconds that the function may take, 50 to 30,000.
  package let timeout: Int
  /// Nil where the API's own limits count.
  package let throttling: Throttling?
  /// The name of its authorizer; `NONE` for none, nil for the API's default.
  package let authorizer: String?
  /// One of which a token must have; nil where those of the authorizer count.
  package let scopes: [String]?

  /// As API Gateway writes it: `GET /posts/{id}`.
  package var key: String { path == "$default" ? path : "\(method) \(path)" }
}

/// The form of an event, and of the answer to it.
package enum PayloadFormat: String, Sendable {
  case v1 = "1.0"
  case v2 = "2.0"
}

/// How many requests a route takes, as a token bucket.
package struct Throttling: Sendable {
  /// Requests a second in the long run.
  package let rate: Int
  /// Requests at once.
  package let burst: Int
}

extension Resolver {
  func route(_ properties: Properties) -> Route {
    let path = properties.string("Path") ?? "$default"
    if !path.hasPrefix("/"), path != "$default" { properties.report("Path must begin with '/'") }
    let auth = properties.inside("Auth")
    return Route(
      method: (properties.string("Method") ?? "ANY").uppercased(), path: path,
      payloadFormat: payloadFormat(properties, "PayloadFormatVersion") ?? .v2,
      timeout: properties.integer("TimeoutInMillis", in: 50...30_000, default: 30_000),
      throttling: properties.inside("RouteSettings").flatMap(throttling),
      authorizer: auth?.string("Authorizer"),
      scopes: auth.flatMap {
        $0.value("AuthorizationScopes") == nil ? nil : $0.strings("AuthorizationScopes")
      })
  }

  func payloadFormat(_ properties: Properties, _ key: String) -> PayloadFormat? {
    guard let text = properties.string(key) else { return nil }
    guard let format = PayloadFormat(rawValue: text) else {
      properties.report("\(key) must be '1.0' or '2.0'")
      return nil
    }
    return format
  }

  /// Nil when neither limit is set. What is not set is as large as that of an account
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
  func throttling(_ properties: Properties) -> Throttling? {
    let rate = properties.integer("ThrottlingRateLimit", in: 0...1_000_000)
    let burst = properties.integer("ThrottlingBurstLimit", in: 0...1_000_000)
    guard rate != nil || burst != nil else { return nil }
    return Throttling(rate: rate ?? 10_000, burst: burst ?? 5000)
  }
}
