internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// Asks a function who may call, and remembers what it said
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html). Lives on the
/// event loop.
final class Authorizer {
  enum Outcome {
    /// `context` is what the function says of the caller.
    case allowed(context: JSON)
    /// A part of the caller's identity is missing.
    case unauthorized
    case forbidden
    /// The function failed, or its answer cannot be understood.
    case failed
  }

  private struct Kept {
    let verdict: AuthorizerVerdict
    let expiry: NIODeadline
  }

  /// Quota of AWS for the answer of an authorizer.
  private static let timeout = TimeAmount.seconds(10)
  private static let maxKept = 10_000

  private let settings: LambdaAuthorizer
  private let function: FunctionPool
  private let region: String
  private var kept: [[String]: Kept] = [:]

  init(_ settings: LambdaAuthorizer, _ function: FunctionPool, region: String) {
    self.settings = settings
    self.function = function
    self.region = region
  }

  func decide(_ call: GatewayCall, then completion: @escaping (Outcome) -> Void) {
    let values = settings.identitySources.map { call.value(of: $0) }
    let identity = values.compactMap { $0 }
    guard identity.count == values.count else { return completion(.unauthorized) }
    let routeARN = call.routeARN(region: region)
    // Without a source there is no identity that a decision could be kept for.
    let isKept = settings.resultTTL > 0 && !identity.isEmpty
    if isKept, let kept = kept[identity], NIODeadline.now() < kept.expiry {
      return completion(kept.verdict.outcome(for: routeARN))
    }
    let event =
      switch settings.payloadFormat {
      case .v1: EventV1(call: call).encodedForAuthorizer(routeARN: routeARN, identity: identity)
      case .v2: EventV2(call: call).encodedForAuthorizer(routeARN: routeARN, identity: identity)
      }
    let invocation = Invocation(event: event, traceID: call.traceID, giveUpAfter: Self.timeout) { outcome in
      guard case .success(let payload) = outcome,
        let verdict = AuthorizerVerdict(payload, isSimple: self.settings.usesSimpleResponses)
      else { return completion(.failed) }
      if isKept { self.keep(verdict, for: identity) }
      completion(verdict.outcome(for: routeARN))
    }
    function.invoke(invocation)
  }

  private func keep(_ verdict: AuthorizerVerdict, for identity: [String]) {
    let now = NIODeadline.now()
    if kept.count >= Self.maxKept { kept = kept.filter { now < $0.value.expiry } }
    // Still too many: callers invent identities, and remembering them would cost more than asking again.
    if kept.count >= Self.maxKept { kept.removeAll() }
    kept[identity] = Kept(verdict: verdict, expiry: now + .seconds(Int64(settings.resultTTL)))
  }
}
