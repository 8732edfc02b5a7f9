internal import Core

/// A function that decides who may call an API. `Unauthorized` is answered 401, any other error 500.
package protocol AuthorizerFunction {
  static var needs: [Setting] { get }
  /// Whether the API has `EnableSimpleResponses`. REST APIs and payload format 1.0 get a policy in any case.
  static var answersSimply: Bool { get }
  static func handle(_ request: AuthorizerRequest, _ context: Context) throws -> Authorization
}

extension AuthorizerFunction {
  package static var needs: [Setting] { [] }
  package static var answersSimply: Bool { true }

  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      let request = try AuthorizerRequest(event: event)
      let authorization = try handle(request, context)
      return answersSimply && request.request.payload == .version2 && request.token == nil
        ? authorization.simple() : authorization.policy(for: request.resource)
    }
  }
}
