internal import Core

extension Response {
  /// What `body` answers, or what a client is told of its error.
  package init(_ context: Context, _ body: () throws -> Response) {
    do {
      self = try body()
    } catch {
      self = Response(to: error, context)
    }
  }

  /// What a client is told of an error: a `Problem` as it says, anything else as a 500 whose cause only the log
  /// holds.
  init(to error: any Error, _ context: Context) {
    let problem = (error as? any ProblemConvertible)?.problem ?? .internalError
    if problem.status >= 500 {
      context.log.error("the request failed", ["error": .string(String(describing: error))])
    }
    self = .problem(problem)
  }
}
