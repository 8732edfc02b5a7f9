internal import Core

/// An `AWS::Serverless::HttpApi`, or the one that SAM makes for routes without one of their own
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html).
package struct HTTPAPI: Sendable {
  /// `$default`, or what paths begin with.
  package let stage: String
  package let stageVariables: [(name: String, value: String)]
  package let cors: CrossOriginRules?
  /// Of each route by itself, as far as it has no limits of its own.
  package let throttling: Throttling?
  /// By route key.
  package let routeThrottling: [String: Throttling]
  package let lambdaAuthorizers: [LambdaAuthorizer]
  package let tokenAuthorizers: [TokenAuthorizer]
  /// Of routes that name none.
  package let defaultAuthorizer: String?
}

extension Resolver {
  func httpAPI() -> HTTPAPI {
    let resource = resources(of: "AWS::Serverless::HttpApi").first
    let merged = Self.merge(resource?.properties ?? [:], over: globals["HttpApi"]?.object ?? [:])
    let properties = Properties(merged, of: resource?.id ?? "HttpApi", self)
    let variables = properties.value("StageVariables")?.object?.members ?? []
    let auth = properties.inside("Auth")
    return HTTPAPI(
      stage: properties.string("StageName") ?? "$default",
      stageVariables: variables.compactMap { name, value in Self.text(value).map { (name: name, value: $0) }
      },
      cors: crossOriginRules(properties),
      throttling: properties.inside("DefaultRouteSettings").flatMap(throttling),
      routeThrottling: routeThrottling(properties),
      lambdaAuthorizers: authorizers(auth, lambdaAuthorizer),
      tokenAuthorizers: authorizers(auth, tokenAuthorizer),
      defaultAuthorizer: auth?.string("DefaultAuthorizer"))
  }

  /// Those of one kind; `read` gives nil for the other.
  private func authorizers<Kind>(_ auth: Properties?, _ read: (String, Properties) -> Kind?) -> [Kind] {
    guard let auth, let all = auth.inside("Authorizers") else { return [] }
    return auth.members("Authorizers").compactMap { name, _ in all.inside(name).flatMap { read(name, $0) } }
  }

  private func routeThrottling(_ properties: Properties) -> [String: Throttling] {
    guard let settings = properties.inside("RouteSettings") else { return [:] }
    var byKey: [String: Throttling] = [:]
    for (key, _) in properties.members("RouteSettings") {
      byKey[key] = settings.inside(key).flatMap(throttling)
    }
    return byKey
  }

  /// Routes that name an authorizer which the API does not have.
  func rejectUnknownAuthorizers(_ api: HTTPAPI, _ functions: [FunctionResource]) {
    let tokens = Set(api.tokenAuthorizers.map(\.name))
    let known = tokens.union(api.lambdaAuthorizers.map(\.name) + ["NONE"])
    for route in functions.flatMap(\.routes) {
      if let name = route.authorizer ?? api.defaultAuthorizer, !known.contains(name) {
        report("\(route.key): the authorizer \(name) is not known here")
      } else if route.scopes?.isEmpty == false,
        !tokens.contains(route.authorizer ?? api.defaultAuthorizer ?? "")
      {
        report("\(route.key): AuthorizationScopes needs an authorizer with a JwtConfiguration")
      }
    }
    for authorizer in api.lambdaAuthorizers
    where !functions.contains(where: { $0.arn == authorizer.functionARN }) {
      report("the authorizer \(authorizer.name): FunctionArn is not a function of this template")
    }
  }
}
