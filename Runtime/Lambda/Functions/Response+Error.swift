internal import Core

extension Response {
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
