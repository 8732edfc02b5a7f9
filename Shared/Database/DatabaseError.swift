/// Why a statement was not carried out. No case holds parameter values.
package enum DatabaseError: Error, Sendable, Equatable {
  /// No connection, or it was lost. When a commit was under way it may or may not have happened.
  case unavailable(String)
  /// A rule of the schema refused the row: a key that exists, a missing referent, a failed check.
  case constraint(Constraint, name: String)
  /// The statement passed its `statement_timeout` or the answer did not come before the deadline.
  case timedOut
  /// A deadlock or serialization failure: the same transaction may succeed when tried again.
  case conflict
  /// Anything else, with its SQLSTATE (PostgreSQL appendix A).
  case refused(sqlState: String, message: String)
  /// A column that is absent, null or not of the type that was asked for.
  case column(String, reason: String)

  package enum Constraint: Sendable, Equatable {
    case unique, foreignKey, check, notNull, exclusion
  }

  init(sqlState: String, message: String, constraint: String) {
    self =
      switch sqlState {
      case "23505": .constraint(.unique, name: constraint)
      case "23503": .constraint(.foreignKey, name: constraint)
      case "23514": .constraint(.check, name: constraint)
      case "23502": .constraint(.notNull, name: constraint)
      case "23P01": .constraint(.exclusion, name: constraint)
      case "57014": .timedOut
      case "40001", "40P01": .conflict
      case "57P01", "57P02", "57P03": .unavailable(message)
      default: .refused(sqlState: sqlState, message: message)
      }
  }
}
