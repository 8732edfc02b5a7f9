internal import Core

/// Who signs people in for us, by OpenID Connect. A provider is named here and nowhere else.
package struct OpenIDProvider: Sendable {
  /// As in our paths.
  package let id: String
  /// Host and path of the discovery document (OpenID Connect Discovery 1.0 §4).
  let discovery: (host: String, path: String)
  /// As the discovery document names it.
  let issuer: String
  /// Whether a token may name this issuer.
  let accepts: @Sendable (_ issuer: String, _ claims: JSONObject) -> Bool
  /// Whether the provider itself says that the address is the person's.
  let vouchesForAddress: @Sendable (_ claims: JSONObject) -> Bool

  package static let all = [google, microsoft]

  /// https://developers.google.com/identity/openid-connect/openid-connect: the issuer may stand without its scheme.
  private static let google = OpenIDProvider(
    id: "google", discovery: ("accounts.google.com", "/.well-known/openid-configuration"),
    issuer: "https://accounts.google.com",
    accepts: { issuer, _ in ["https://accounts.google.com", "accounts.google.com"].contains(issuer) },
    vouchesForAddress: { $0["email_verified"]?.bool == true })

  /// https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference: every tenant is an issuer of
  /// its own. An address is what an administrator of some tenant has typed; only `xms_edov` says that the tenant owns its
  /// domain (https://learn.microsoft.com/en-us/entra/identity-platform/migrate-off-email-claim-authorization).
  private static let microsoft = OpenIDProvider(
    id: "microsoft",
    discovery: ("login.microsoftonline.com", "/common/v2.0/.well-known/openid-configuration"),
    issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
    accepts: { issuer, claims in
      guard let tenant = claims["tid"]?.string, UUID(tenant) != nil else { return false }
      return issuer == "https://login.microsoftonline.com/\(tenant)/v2.0"
    },
    vouchesForAddress: { claims in
      let claim = claims["xms_edov"]
      return claim?.bool == true || claim?.integer == 1 || claim?.string == "1" || claim?.string == "true"
    })
}

/// Our application at a provider.
package struct OpenIDApplication: Sendable {
  let id: String
  let secret: String

  package init(id: String, secret: String) {
    self.id = id
    self.secret = secret
  }

  /// Reads `{"google": {"id": "…", "secret": "…"}, …}`, by provider; nil when it is something else.
  package static func all(_ text: String) -> [String: OpenIDApplication]? {
    guard let members = (try? JSON(parsing: Array(text.utf8)))?.object?.members else { return nil }
    var found: [String: OpenIDApplication] = [:]
    for (provider, value) in members {
      guard let id = value["id"]?.string, let secret = value["secret"]?.string else { return nil }
      found[provider] = OpenIDApplication(id: id, secret: secret)
    }
    return found
  }
}

/// Whom a provider has signed in.
package struct OpenIDIdentity: Sendable, Equatable {
  package let issuer: String
  /// The issuer's id of the person, which stays.
  package let subject: String
  /// As the provider sent it: what it vouches for is this text and no other. It may change, and may be somebody else's
  /// tomorrow.
  package let email: String?
  /// Whether the provider vouches for the address.
  package let isEmailVerified: Bool
  package let name: String?

  package init(issuer: String, subject: String, email: String?, isEmailVerified: Bool, name: String?) {
    self.issuer = issuer
    self.subject = subject
    self.email = email
    self.isEmailVerified = isEmailVerified
    self.name = name
  }
}
