package import Core

/// Why a second factor was not taken.
package enum SecondFactorError: ProblemConvertible, Equatable {
  /// Logging in: the code is wrong, was used, or is too old.
  case wrongCode
  /// Logging in: the challenge is not ours or too old, or what it rests on was changed.
  case wrongChallenge
  /// Whoever has a second factor proves themselves by it.
  case required
  case none
  case tooMany

  package var problem: Problem {
    switch self {
    case .wrongCode: Problem(401, "wrong_code", "The code is wrong, was used already, or is too old.")
    case .wrongChallenge:
      Problem(401, "invalid_challenge", "This took too long, or the challenge is not valid. Log in again.")
    case .required:
      .invalid([FieldError("/code", "required", "You have a second factor: give a code of it.")])
    case .none: Problem(409, "no_second_factor", "You have no second factor.")
    case .tooMany: Problem(409, "too_many_factors", "You have ten second factors. Remove one first.")
    }
  }
}
