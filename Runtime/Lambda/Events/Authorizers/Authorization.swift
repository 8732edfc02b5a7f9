package import Core

/// What an authorizer decides.
package enum Authorization: Sendable {
  /// `context` reaches the function that answers the request, as `request.authorizer`. A policy's context may hold
  /// texts, numbers and flags only.
  case allow(principalID: String, context: JSONObject)
  /// Answered 403.
  case deny(principalID: String, context: JSONObject)

  package static func allow(_ principalID: String) -> Authorization {
    .allow(principalID: principalID, context: [:])
  }

  package static let deny = Authorization.deny(principalID: "unknown", context: [:])

  /// `{"isAuthorized": …}`, which only HTTP APIs understand, with payload format 2.0 and `EnableSimpleResponses`.
  func simple() -> [UInt8] {
    JSON.object(["isAuthorized": .bool(isAllowed), "context": .object(parts.context)]).encoded()
  }

  /// A policy of IAM for `resource`.
  func policy(for resource: String) -> [UInt8] {
    let statement: JSON = [
      "Action": "execute-api:Invoke", "Effect": isAllowed ? "Allow" : "Deny", "Resource": .string(resource),
    ]
    return JSON.object([
      "principalId": .string(parts.principalID),
      "policyDocument": ["Version": "2012-10-17", "Statement": [statement]],
      "context": .object(parts.context),
    ]).encoded()
  }

  private var isAllowed: Bool {
    switch self {
    case .allow: true
    case .deny: false
    }
  }

  private var parts: (principalID: String, context: JSONObject) {
    switch self {
    case .allow(let principalID, let context), .deny(let principalID, let context): (principalID, context)
    }
  }
}

/// Thrown by an authorizer: the gateway answers 401 to this very text.
package struct Unauthorized: Error, CustomStringConvertible {
  package init() {}
  package var description: String { "Unauthorized" }
}
