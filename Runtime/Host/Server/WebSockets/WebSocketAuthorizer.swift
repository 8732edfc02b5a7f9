internal import Core
internal import HTTPServer
internal import HostRights
internal import HostTemplate
internal import NIOCore

/// The function that decides who may connect
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html).
struct WebSocketAuthorizer {
  enum Decision {
    /// With what `requestContext.authorizer` is to be, encoded.
    case allowed([UInt8])
    case refused(status: Int, message: String)
  }

  private static let timeout = TimeAmount.seconds(10)
  private static let action = "execute-api:Invoke"

  private let settings: WebSocketResource.Authorizer
  private let function: FunctionPool

  init(_ settings: WebSocketResource.Authorizer, _ function: FunctionPool) {
    self.settings = settings
    self.function = function
  }

  func decide(
    _ request: HTTPRequest, _ event: WebSocketEvent, _ arn: String,
    _ stageVariables: [(name: String, value: String)], then completion: @escaping (Decision) -> Void
  ) {
    guard settings.identitySources.allSatisfy({ isGiven($0, request, stageVariables) }) else {
      return completion(.refused(status: 401, message: "Unauthorized"))
    }
    let invocation = Invocation(
      event: event.authorization(arn, stageVariables: stageVariables), traceID: nil, giveUpAfter: Self.timeout
    ) { outcome in
      completion(Self.decision(outcome, arn))
    }
    function.invoke(invocation)
  }

  private func isGiven(
    _ source: String, _ request: HTTPRequest, _ stageVariables: [(name: String, value: String)]
  ) -> Bool {
    let parts = source.split(separator: ".", maxSplits: 3).map(String.init)
    if parts.count == 4, parts[0] == "route", parts[1] == "request" {
      switch parts[2] {
      case "header": return !(request.header(parts[3]) ?? "").isEmpty
      case "querystring":
        return URLForm.parse(request.query).contains { $0.name == parts[3] && !$0.value.isEmpty }
      default: return false
      }
    }
    // `context.…` is always there.
    guard parts.first == "stageVariables" else { return parts.first == "context" }
    let name = parts.dropFirst().joined(separator: ".")
    return stageVariables.contains { $0.name == name && !$0.value.isEmpty }
  }

  private static func decision(_ outcome: InvocationOutcome, _ arn: String) -> Decision {
    guard case .success(let payload) = outcome, let answer = try? JSON(parsing: payload),
      let principal = answer["principalId"]?.string,
      let policy = answer["policyDocument"].flatMap(AccessPolicy.init)
    else { return .refused(status: 500, message: "Internal server error") }
    guard policy.allows(action, on: arn) else { return .refused(status: 403, message: "Forbidden") }
    var context = answer["context"]?.object ?? [:]
    context["principalId"] = .string(principal)
    return .allowed(JSON.object(context).encoded())
  }
}
