package import Core

/// What an authorizer tells of the caller, as members of `requestContext.authorizer`
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html,
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html).
package struct RequestAuthorizer: Sendable {
  /// Of a JWT that the gateway has verified.
  package let claims: JSONObject
  /// The route's scopes that the token has; empty when the route asks for none.
  package let scopes: [String]
  /// What a Lambda authorizer has given, without the principal.
  package let context: JSONObject
  /// Whom a Lambda authorizer has named, when it answered with a policy.
  package let principalID: String?
  /// Of a request that was signed (SigV4): `userArn`, `accessKey`, ….
  package let signer: JSONObject

  /// `json` is the member of a request context in either payload format.
  init(_ json: JSON) {
    let token = json["jwt"] ?? json
    claims = token["claims"]?.object ?? [:]
    scopes = (token["scopes"]?.array ?? []).compactMap(\.string)
    signer = json["iam"]?.object ?? [:]
    // Format 1.0 has no member of its own for the context: its members stand beside these.
    let own = ["claims", "scopes", "principalId", "integrationLatency", "jwt", "iam", "lambda"]
    let beside = json.object?.members.filter { !own.contains($0.name) } ?? []
    context = json["lambda"]?.object ?? JSONObject(beside)
    principalID = json["principalId"]?.string ?? json["lambda"]?["principalId"]?.string
  }
}
