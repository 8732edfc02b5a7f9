internal import Core

/// WebSocket APIs: SAM's own resource
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html)
/// and the CloudFormation resources that it stands for.
extension Resolver {
  private static let serverless = "AWS::Serverless::WebSocketApi"
  private static let gateway = "AWS::ApiGatewayV2::"

  func webSocketAPIs() -> [WebSocketResource] {
    let apis =
      resources(of: Self.serverless).compactMap(serverlessAPI)
      + gatewayResources("Api").filter { $0.properties.string("ProtocolType") == "WEBSOCKET" }
      .compactMap { gatewayAPI($0.id, $0.properties) }
    for stage in Set(apis.map(\.stage)) where apis.count(where: { $0.stage == stage }) > 1 {
      report("two WebSocket APIs have the stage \(stage), which is their path on this host")
    }
    return apis
  }

  /// `ApiId` and `ApiEndpoint`; nil for another attribute or resource.
  func webSocketAttribute(_ attribute: String, of id: String) -> JSON? {
    guard isWebSocketAPI(id) else { return nil }
    switch attribute {
    case "ApiId": return .string(id)
    case "ApiEndpoint": return .string("wss://\(domain(of: id))")
    default: return nil
    }
  }

  /// `https://{api}.execute-api.{region}.amazonaws.com/{stage}`, where functions reach `@connections`, becomes the
  /// address of the same on this machine. Any other text stays as it is.
  func onThisMachine(_ text: String) -> String {
    for id in resources.members.map(\.name) where isWebSocketAPI(id) {
      let address = "https://\(domain(of: id))"
      if text.hasPrefix(address) {
        return "\(surroundings.queueBaseURL)/execute-api/\(id)\(text.dropFirst(address.count))"
      }
    }
    return text
  }

  private func isWebSocketAPI(_ id: String) -> Bool {
    let body = resources[id]
    return body?["Type"]?.string == Self.serverless
      || body?["Type"]?.string == Self.gateway + "Api"
        && body?["Properties"]?["ProtocolType"]?.string == "WEBSOCKET"
  }

  private func domain(of id: String) -> String {
    "\(id).execute-api.\(surroundings.region).\(surroundings.pseudoParameter("AWS::URLSuffix") ?? "")"
  }

  // MARK: SAM's resource

  private func serverlessAPI(_ resource: Resource) -> WebSocketResource? {
    let properties = Properties(resource.properties, of: resource.id, self)
    let routes = properties.members("Routes").compactMap { key, value -> WebSocketResource.Route? in
      let place = "\(resource.id): Routes.\(key)"
      let route = Properties(value.object ?? [:], of: place, self)
      return function(route.required("FunctionArn"), route).map {
        WebSocketResource.Route(
          key: key, functionID: $0,
          timeout: route.integer("IntegrationTimeout", in: 50...29_000, default: 29_000),
          sendsResponse: route.string("RouteResponseSelectionExpression") == "$default")
      }
    }
    if routes.isEmpty { properties.report("Routes is missing") }
    return api(
      resource.id, properties, stage: properties.string("StageName") ?? "default",
      stageProperties: properties,
      routes: routes, authorizer: properties.inside("Auth").flatMap(serverlessAuthorizer))
  }

  private func serverlessAuthorizer(_ auth: Properties) -> WebSocketResource.Authorizer? {
    switch auth.required("AuthType") {
    case "CUSTOM":
      return function(auth.required("AuthArn"), auth).map {
        WebSocketResource.Authorizer(functionID: $0, identitySources: auth.strings("IdentitySource"))
      }
    case "NONE": return nil
    default:
      auth.report("the host knows the AuthTypes CUSTOM and NONE")
      return nil
    }
  }

  // MARK: CloudFormation's resources

  private func gatewayResources(_ type: String) -> [(id: String, properties: Properties)] {
    resources(of: Self.gateway + type).map { ($0.id, Properties($0.properties, of: $0.id, self)) }
  }

  private func gatewayAPI(_ id: String, _ properties: Properties) -> WebSocketResource? {
    func ofThis(_ type: String) -> [(id: String, properties: Properties)] {
      gatewayResources(type).filter { $0.properties.string("ApiId") == id }
    }
    guard let stage = ofThis("Stage").first else {
      properties.report("the WebSocket API has no stage")
      return nil
    }
    let integrations = ofThis("Integration")
    let authorizers = ofThis("Authorizer")
    var authorizer: WebSocketResource.Authorizer?
    let routes = ofThis("Route").compactMap { _, route -> WebSocketResource.Route? in
      let target = route.required("Target")
      guard let integration = integrations.first(where: { target == "integrations/\($0.id)" })?.properties
      else {
        route.report("Target is not an integration of this API")
        return nil
      }
      let key = route.required("RouteKey")
      if key == "$connect" { authorizer = gatewayAuthorizer(route, among: authorizers) }
      return function(integration.required("IntegrationUri"), integration).map {
        WebSocketResource.Route(
          key: key, functionID: $0,
          timeout: integration.integer("TimeoutInMillis", in: 50...29_000, default: 29_000),
          sendsResponse: route.string("RouteResponseSelectionExpression") == "$default")
      }
    }
    return api(
      id, properties, stage: stage.properties.required("StageName"), stageProperties: stage.properties,
      routes: routes, authorizer: authorizer)
  }

  private func gatewayAuthorizer(
    _ route: Properties, among authorizers: [(id: String, properties: Properties)]
  ) -> WebSocketResource.Authorizer? {
    switch route.string("AuthorizationType") ?? "NONE" {
    case "NONE": return nil
    case "CUSTOM":
      let id = route.required("AuthorizerId")
      guard let authorizer = authorizers.first(where: { $0.id == id })?.properties else {
        route.report("AuthorizerId is not an authorizer of this API")
        return nil
      }
      return function(authorizer.required("AuthorizerUri"), authorizer).map {
        WebSocketResource.Authorizer(functionID: $0, identitySources: authorizer.strings("IdentitySource"))
      }
    default:
      route.report("the host knows the AuthorizationTypes CUSTOM and NONE")
      return nil
    }
  }

  // MARK: Both

  private func api(
    _ id: String, _ properties: Properties, stage: String, stageProperties: Properties,
    routes: [WebSocketResource.Route], authorizer: WebSocketResource.Authorizer?
  ) -> WebSocketResource {
    let variables = stageProperties.value("StageVariables")?.object?.members ?? []
    return WebSocketResource(
      id: id, stage: stage, selection: selection(properties),
      stageVariables: variables.compactMap { name, value in Self.text(value).map { (name, $0) } },
      routes: routes, authorizer: authorizer)
  }

  /// `$request.body.action` or `${request.body.action}`
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html).
  private func selection(_ properties: Properties) -> [String] {
    let text = properties.required("RouteSelectionExpression")
    let path =
      text.hasPrefix("${") && text.hasSuffix("}") ? text.dropFirst(2).dropLast() : text.dropFirst(1)
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard text.isEmpty || text.hasPrefix("$") && names.count > 2 && names.starts(with: ["request", "body"])
    else {
      properties.report("RouteSelectionExpression must be like $request.body.action")
      return []
    }
    return Array(names.dropFirst(2))
  }

  /// The logical id of the function with that ARN, or of the one that an integration's URI calls.
  private func function(_ text: String, _ properties: Properties) -> String? {
    guard !text.isEmpty else { return nil }
    let function = resources(of: "AWS::Serverless::Function").first {
      let arn = surroundings.functionARN($0.id)
      return text == arn || text.hasSuffix(":lambda:path/2015-03-31/functions/\(arn)/invocations")
    }
    if function == nil { properties.report("'\(text)' is not a function of this template") }
    return function?.id
  }
}
