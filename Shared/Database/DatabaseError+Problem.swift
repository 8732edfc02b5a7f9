package import Core

extension DatabaseError: ProblemConvertible {
  package var problem: Problem {
    switch self {
    case .unavailable, .timedOut, .conflict: .unavailable
    case .constraint, .refused, .column: .internalError
    }
  }
}
