package import Core

extension Response {
  /// What `body` answers, or what a client is told of its error, in the form that `tell` gives it.
  package init(
    _ context: Context, telling tell: (Problem) -> Response = Response.problem, _ body: () throws -> Response
  ) {
    do {
      self = try body()
    } catch {
      self = tell(Self.problem(of: error, context))
    }
  }

  init(to error: any Error, _ context: Context) {
    self = .problem(Self.problem(of: error, context))
  }

  /// What a client is told of an error: a `Problem` as it says, anything else as a 500 whose cause only the log
  /// holds.
  private static func problem(of error: any Error, _ context: Context) -> Problem {
    let problem = (error as? any ProblemConvertible)?.problem ?? .internalError
    if problem.status >= 500 {
      context.log.error("the request failed", ["error": .string(String(describing: error))])
    }
    return problem
  }
}
