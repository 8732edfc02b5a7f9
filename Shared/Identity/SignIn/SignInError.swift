package import Core
package import OpenID

/// Why a person was not signed in by a provider.
package enum SignInError: ProblemConvertible, Equatable {
  case unknownProvider
  /// Came back twice, too late, or in another browser; or the session that wanted to link is over.
  case staleState
  /// The person or the provider said no.
  case denied(String)
  case openID(OpenIDError)
  /// Somebody new, whose address the provider does not vouch for.
  case unverifiedAddress
  /// There is an account with the address, and nobody can say that it is the same person's.
  case accountExists
  /// Linking: it belongs to another person.
  case belongsToAnother
  /// Linking: the person has another account there.
  case anotherLinked
  /// Unlinking: nothing would be left to log in by.
  case lastWayIn

  package var problem: Problem {
    switch self {
    case .unknownProvider: Problem(404, "unknown_provider", "There is no signing in by this provider.")
    case .staleState:
      Problem(
        400, "stale_sign_in",
        "This sign-in was finished, has expired, or began in another browser. Start it again.")
    case .denied(let reason): Problem(400, "sign_in_denied", "You were not signed in.", detail: reason)
    case .openID(.refused(let reason)):
      Problem(400, "sign_in_denied", "The provider did not sign you in.", detail: reason)
    case .openID(.untrusted):
      Problem(400, "untrusted_token", "What the provider sent cannot be trusted. Start again.")
    case .openID(.unavailable):
      Problem(503, "provider_unavailable", "The provider does not answer. Try again shortly.", retryAfter: 5)
    case .unverifiedAddress:
      Problem(
        403, "email_not_verified",
        "The provider does not say that the e-mail address is yours. Register with it.")
    case .accountExists:
      Problem(
        409, "account_exists",
        "There is an account with this e-mail address. Log in to it, then link the provider.")
    case .belongsToAnother:
      Problem(409, "sign_in_taken", "This account of the provider is linked to another person.")
    case .anotherLinked:
      Problem(409, "provider_linked", "Another account of this provider is linked already. Unlink it first.")
    case .lastWayIn:
      Problem(409, "last_way_in", "Set a password first: nothing else would be left to log in by.")
    }
  }
}
