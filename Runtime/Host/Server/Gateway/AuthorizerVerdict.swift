internal import Core
internal import HostRights

/// What an authorizer answered.
struct AuthorizerVerdict {
  private enum Rule {
    case simple(isAuthorized: Bool)
    case policy(AccessPolicy)
  }

  private let rule: Rule
  private let context: JSON

  /// Nil when the answer cannot be understood.
  init?(_ payload: [UInt8], isSimple: Bool) {
    guard let answer = try? JSON(parsing: payload), answer.object != nil else { return nil }
    let context = answer["context"] ?? .null
    guard context.isNull || context.object != nil else { return nil }
    self.context = context
    if isSimple {
      guard let isAuthorized = answer["isAuthorized"]?.bool else { return nil }
      rule = .simple(isAuthorized: isAuthorized)
    } else {
      guard answer["principalId"]?.string != nil,
        let policy = answer["policyDocument"].flatMap(AccessPolicy.init)
      else { return nil }
      rule = .policy(policy)
    }
  }

  func outcome(for routeARN: String) -> Authorizer.Outcome {
    let isAllowed =
      switch rule {
      case .simple(let isAuthorized): isAuthorized
      case .policy(let policy): policy.allows("execute-api:Invoke", on: routeARN)
      }
    return isAllowed ? .allowed(context: context) : .forbidden
  }
}
