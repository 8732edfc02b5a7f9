internal import Core

/// What an authorizer knows of a caller, as `requestContext.authorizer` says it
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
enum AuthorizedCaller {
  /// The context that a function gave.
  case function(JSON)
  /// The claims of a token, and which of the scopes that the route asks for it has; nil when the route asks for none.
  case token(claims: JSONObject, scopes: [String]?)

  /// In payload format 1.0.
  var v1: JSON {
    switch self {
    case .function(let context): context
    case .token: token
    }
  }

  /// In payload format 2.0.
  var v2: JSON {
    switch self {
    case .function(let context): ["lambda": context]
    case .token: ["jwt": token]
    }
  }

  private var token: JSON {
    guard case .token(let claims, let scopes) = self else { return .null }
    let texts = claims.members.map { (name: $0.name, value: JSON.string(Self.text($0.value))) }
    return [
      "claims": .object(JSONObject(texts)),
      "scopes": scopes.map { .array($0.map { .string($0) }) } ?? .null,
    ]
  }

  /// Claims are texts in an event, whatever they were; a list is `[a b]`.
  private static func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .array(let values): "[\(values.map(text).joined(separator: " "))]"
    case .null, .bool, .integer, .double, .object: value.text
    }
  }
}
