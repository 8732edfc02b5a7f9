package import Core

/// Why a person was not let in.
package enum IdentityError: ProblemConvertible, Equatable {
  /// Told to who holds the link that was mailed to the address, and to nobody else.
  case emailTaken
  case wrongCredentials
  /// The access or refresh token is not valid, or not any more.
  case wrongToken
  case noOrganization
  case unknownTimeZone
  /// The Idempotency-Key was used for another registration.
  case keyReused
  /// The organization demands a second factor, and this member has none.
  case secondFactorRequired
  case forbidden(Permission)
  /// The API key was not given this.
  case missingScope(Permission)
  /// Something that only a person who is logged in may do was asked by an API key.
  case personRequired
  /// The API key is not for requests from this address.
  case addressNotAllowed
  /// A browser's request may have come from another site.
  case crossSite
  /// The mailed link is not ours, was used, or is too old.
  case wrongLink
  case alreadyVerified
  /// The session's last proof of who it is is too old for this.
  case stepUpRequired

  package var problem: Problem {
    switch self {
    case .emailTaken:
      Problem(409, "email_taken", "There is an account with this e-mail address already. Log in instead.")
    case .wrongCredentials:
      Problem(
        401, "wrong_credentials",
        "The e-mail address or the password is wrong, or the address was not confirmed yet: see your mail.")
    case .wrongToken:
      Problem(401, "invalid_token", "The token is missing, expired or not valid. Log in again.")
    case .noOrganization: Problem(403, "no_organization", "You are not a member of an organization.")
    case .unknownTimeZone:
      .invalid([
        FieldError(
          "/time_zone", "unknown_time_zone",
          "Expected a name of the IANA time zone database, like Europe/Berlin.")
      ])
    case .keyReused:
      Problem(422, "idempotency_key_reused", "This Idempotency-Key was used for a different request.")
    case .wrongLink:
      Problem(
        404, "invalid_link", "This link is not valid, was used already, or is too old. Ask for a new one.")
    case .alreadyVerified: Problem(409, "already_verified", "Your address is verified already.")
    case .stepUpRequired:
      Problem(
        403, "step_up_required", "Prove once more who you are: your last log-in is too long ago for this.")
    case .secondFactorRequired:
      Problem(
        403, "second_factor_required",
        "Your organization demands a second factor. Add one: POST /v1/me/mfa/totp, then confirm it by a code."
      )
    case .forbidden(let permission):
      Problem(403, "forbidden", "Your role does not include the permission \(permission.rawValue).")
    case .missingScope(let permission):
      Problem(403, "missing_scope", "This API key does not have the scope \(permission.rawValue).")
    case .personRequired:
      Problem(403, "person_required", "Only a person who is logged in may do this, not an API key.")
    case .addressNotAllowed:
      Problem(403, "address_not_allowed", "This API key may not be used from your address.")
    case .crossSite:
      Problem(
        403, "cross_site",
        "A request with cookies needs the header X-Requested-With and has to come from this site or an allowed one."
      )
    }
  }
}
