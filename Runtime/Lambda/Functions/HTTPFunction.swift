internal import Core

/// A function that answers an HTTP route.
///
/// What it throws becomes the answer: a `Problem` as it says, anything else as a 500 whose cause only the log
/// holds.
package protocol HTTPFunction {
  /// The settings it cannot work without. Their absence is reported before the first event.
  static var needs: [Setting] { get }
  static func handle(_ request: Request, _ context: Context) throws -> Response
}

extension HTTPFunction {
  package static var needs: [Setting] { [] }

  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      let request = try Request(event: event)
      do {
        return try handle(request, context).encoded()
      } catch {
        return answer(to: error, context).encoded()
      }
    }
  }

  private static func answer(to error: any Error, _ context: Context) -> Response {
    let problem = (error as? any ProblemConvertible)?.problem ?? .internalError
    if problem.status >= 500 {
      context.log.error("the request failed", ["error": .string(String(describing: error))])
    }
    return .problem(problem)
  }
}
