internal import Core

/// A function that decides who may call
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html).
package struct LambdaAuthorizer: Sendable {
  /// Where a part of the caller's identity is found in a request.
  package enum IdentitySource: Sendable {
    /// In lower case.
    case header(String)
    case query(String)
    case stageVariable(String)
    /// A variable of the request's context, one of `contextVariables`.
    case context(String)
  }

  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html, as far as they
  /// are known before a request is let in.
  package static let contextVariables: Set<String> = [
    "httpMethod", "identity.sourceIp", "identity.userAgent", "path", "protocol", "routeKey", "stage",
  ]

  package let name: String
  package let functionARN: String
  package let payloadFormat: PayloadFormat
  /// Whether it answers `{"isAuthorized": …}` rather than an IAM policy.
  package let usesSimpleResponses: Bool
  package let identitySources: [IdentitySource]
  /// Seconds that a decision is kept for the same identity; 0 for none.
  package let resultTTL: Int
}

extension Resolver {
  func lambdaAuthorizer(_ name: String, _ properties: Properties) -> LambdaAuthorizer? {
    guard properties.value("JwtConfiguration") == nil else { return nil }
    let identity = properties.inside("Identity")
    let format = payloadFormat(properties, "AuthorizerPayloadFormatVersion")
    if format == nil { properties.report("AuthorizerPayloadFormatVersion is missing") }
    return LambdaAuthorizer(
      name: name, functionARN: properties.required("FunctionArn"), payloadFormat: format ?? .v2,
      usesSimpleResponses: properties.bool("EnableSimpleResponses", default: false),
      identitySources: identity.map { identitySources($0) } ?? [],
      resultTTL: identity?.integer("ReauthorizeEvery", in: 0...3600) ?? 0)
  }

  private func identitySources(_ identity: Properties) -> [LambdaAuthorizer.IdentitySource] {
    let variables = identity.strings("Context")
    for name in variables where !LambdaAuthorizer.contextVariables.contains(name) {
      identity.report("the context variable \(name) is not available here")
    }
    return identity.strings("Headers").map { .header($0.lowercased()) }
      + identity.strings("QueryStrings").map { .query($0) }
      + identity.strings("StageVariables").map { .stageVariable($0) } + variables.map { .context($0) }
  }
}
