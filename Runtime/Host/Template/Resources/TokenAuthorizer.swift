/// An issuer of JSON Web Tokens that says who may call, SAM's `OAuth2Authorizer`
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-oauth2authorizer.html).
package struct TokenAuthorizer: Sendable {
  package let name: String
  /// An address without a slash at the end, whose discovery document names the keys.
  package let issuer: String
  /// At least one.
  package let audiences: [String]
  /// A header or a parameter of the query.
  package let identitySource: LambdaAuthorizer.IdentitySource
  /// A token must have one of them, on routes that name none; empty when any token will do.
  package let scopes: [String]
}

extension Resolver {
  func tokenAuthorizer(_ name: String, _ properties: Properties) -> TokenAuthorizer? {
    guard let token = properties.inside("JwtConfiguration") else { return nil }
    let issuer = token.required("issuer")
    if !issuer.hasPrefix("https://"), !issuer.hasPrefix("http://127.0.0.1:") {
      token.report("issuer must be an https address")
    }
    let audiences = token.strings("audience")
    if audiences.isEmpty { token.report("audience is missing") }
    return TokenAuthorizer(
      name: name, issuer: issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer, audiences: audiences,
      identitySource: identitySource(properties), scopes: properties.strings("AuthorizationScopes"))
  }

  private func identitySource(_ properties: Properties) -> LambdaAuthorizer.IdentitySource {
    let text = properties.string("IdentitySource") ?? "$request.header.Authorization"
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    switch parts.count == 3 ? (parts[0], parts[1]) : ("", "") {
    case ("$request", "header"): return .header(parts[2].lowercased())
    case ("$request", "querystring"): return .query(parts[2])
    default:
      properties.report("IdentitySource must be $request.header.<name> or $request.querystring.<name>")
      return .header("authorization")
    }
  }
}
