package import Database
package import LambdaRuntime

extension Context {
  /// The database as this function's role sees it, until this invocation's deadline.
  package func session(_ scope: Scope = .none) throws -> Session {
    let database = try kept(atEnd: { $0.close() }) { Database(url: try setting(.databaseURL)) }
    return database.session(scope, until: callDeadline)
  }
}
