/// Everything a session may ask for that lasts longer than the session: whoever has an access token, which is good for
/// minutes, must not be able to exchange it for that. Each takes a proof of the last ten minutes, by a password or a second
/// factor; an API key, which can give none, is refused. There is no other list: a test compares it with every route.
package enum LastingRight: String, CaseIterable, Sendable {
  /// A key outlives sessions and passwords. Changing one is replacing it.
  case apiKey = "POST /v1/api-keys"
  case rotatedKey = "POST /v1/api-keys/{id}/rotate"
  /// For a role above author.
  case invitation = "POST /v1/invitations"
  /// To one above author.
  case role = "PATCH /v1/members/{id}"
  case ownership = "POST /v1/members/{id}/ownership"
  /// Whether a second factor is demanded.
  case secondFactorDemand = "PATCH /v1/organization"
  /// A copy of everything, which cannot be taken back; and the addresses that it can be read at by anybody.
  case export = "POST /v1/me/exports"
  case download = "GET /v1/me/exports/{id}"
  case organizationExport = "POST /v1/organization/exports"
  case organizationDownload = "GET /v1/organization/exports/{id}"
  /// What is erased does not come back.
  case erasure = "POST /v1/me/erasure"
  case organizationErasure = "POST /v1/organization/erasure"
  /// The ways in.
  case password = "PUT /v1/me/password"
  case email = "POST /v1/me/email"
  case signIn = "POST /v1/me/sign-ins/{provider}"
  case unlinkedSignIn = "DELETE /v1/me/sign-ins/{provider}"
  case secondFactor = "POST /v1/me/mfa/totp"
  case confirmedFactor = "POST /v1/me/mfa/totp/{id}/confirm"
  case removedFactor = "DELETE /v1/me/mfa/totp/{id}"
  case recoveryCodes = "POST /v1/me/mfa/recovery-codes"
}
