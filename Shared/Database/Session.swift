internal import Core

/// Statements of one scope, until one deadline.
///
/// The scope and the statement time-out are set in the same round trip as the first statement, for that
/// transaction only. A statement outside `transaction` is a transaction of its own, in one round trip.
package final class Session {
  private let connection: Connection
  private let scope: Scope
  private let deadline: Instant
  private var state = TransactionState.none

  private enum TransactionState {
    case none
    /// A transaction was asked for; BEGIN travels with its first statement.
    case wanted
    case begun
  }

  init(_ connection: Connection, _ scope: Scope, _ deadline: Instant) {
    self.connection = connection
    self.scope = scope
    self.deadline = deadline
  }

  @discardableResult
  package func query(_ statement: SQL) throws(DatabaseError) -> [Row] {
    try queries([statement]).last ?? []
  }

  /// Statements that do not need each other's answers, in one round trip and one transaction; the rows of each.
  package func queries(_ statements: [SQL]) throws(DatabaseError) -> [[Row]] {
    switch state {
    case .begun: return try run(statements, after: [])
    case .none:
      try connection.open(deadline: deadline)
      return try run(statements, after: [settings])
    case .wanted:
      try connection.open(deadline: deadline)
      let beginning: [SQL] = ["begin", settings]
      defer { state = .begun }
      do throws(DatabaseError) {
        return try run(statements, after: beginning)
      } catch {
        // Nothing can have been committed yet, so a connection that died unnoticed costs one more try.
        guard case .unavailable = error else { throw error }
        try connection.open(deadline: deadline)
        return try run(statements, after: beginning)
      }
    }
  }

  private func run(_ statements: [SQL], after beginning: [SQL]) throws(DatabaseError) -> [[Row]] {
    let results = try connection.run(beginning + statements, deadline: deadline)
    return results.suffix(statements.count).map(\.rows)
  }

  package func first(_ statement: SQL) throws(DatabaseError) -> Row? { try query(statement).first }

  /// The only row of a statement that always has one.
  package func only(_ statement: SQL) throws(DatabaseError) -> Row {
    guard let row = try first(statement) else { throw .refused(sqlState: "02000", message: "no row") }
    return row
  }

  /// Commits what `body` did, or rolls it back when it throws. Within a transaction, `body` joins it.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    guard state == .none else { return try body() }
    state = .wanted
    defer { state = .none }
    let result: Result
    do {
      result = try body()
    } catch {
      rollBack()
      throw error
    }
    if state == .begun { _ = try connection.run(["commit"], deadline: deadline) }
    return result
  }

  /// Runs a script of many statements. Not inside a transaction: the script begins its own.
  package func script(_ text: String) throws(DatabaseError) {
    try connection.open(deadline: deadline)
    try connection.runScript(text)
  }

  private func rollBack() {
    guard state == .begun else { return }
    do throws(DatabaseError) {
      _ = try connection.run(["rollback"], deadline: deadline)
    } catch {
      // Closing has the same effect.
      connection.close()
    }
  }

  private var settings: SQL {
    let timeout = max(1, (deadline - .now()).milliseconds)
    // Nothing stands for all: whoever is let into none must not see them.
    let workspaces =
      scope.workspaces.map { ($0.isEmpty ? [.zero] : $0).map(\.description) }?
      .joined(separator: ",") ?? ""
    return """
      select set_config('app.organization_id', \((scope.organization ?? .zero).description), true),
        set_config('app.user_id', \((scope.user ?? .zero).description), true),
        set_config('app.workspace_ids', \(workspaces), true),
        set_config('statement_timeout', \(timeout.description), true)
      """
  }
}
