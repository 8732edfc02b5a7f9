internal import Core
internal import Cryptography
internal import HTTPServer

/// Who signs in at an issuer.
struct IssuerPerson {
  let email: String
  let name: String
  /// Whether the issuer vouches for the address.
  let isVerified: Bool
  /// The same in every run for the same address, unless the form says otherwise.
  let subject: String

  /// What the form holds; nil when it was not sent.
  init?(_ call: Call) {
    guard let email = call.form("email"), email.contains("@"), email.utf8.count <= 254 else { return nil }
    self.email = email
    name = call.form("name") ?? String(email.prefix { $0 != "@" })
    isVerified = call.form("email_verified") ?? "yes" == "yes"
    subject = call.form("subject") ?? StableID.make("1", digits: 20, of: "issuer:" + email)
  }
}

/// What waits for its code to be exchanged.
struct IssuerConsent {
  let person: IssuerPerson
  let redirectURI: String
  let nonce: String?
  /// PKCE's (RFC 7636), of method S256.
  let challenge: String?
  let givenAt: Instant

  func isProved(by verifier: String?) -> Bool {
    guard let challenge else { return true }
    guard let verifier, (43...128).contains(verifier.utf8.count) else { return false }
    return Base64.urlEncode(SHA256.hash(Array(verifier.utf8))) == challenge
  }
}

/// The page on which a person signs in: a plain form that a browser or a script sends back, with `email`, and if wanted
/// `name`, `subject`, and `email_verified` (`yes` or `no`).
enum SignInPage {
  static func show(_ issuer: String, address: String) -> HTTPReply {
    let target = address.flatMap { $0 == "&" ? Array("&amp;") : $0 == "\"" ? Array("&quot;") : [$0] }
    return .html(
      200,
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>\(issuer): sign in</title></head>
      <body>
      <h1>\(issuer) (simulated)</h1>
      <form method="post" action="\(String(target))">
      <label>E-mail <input name="email" type="email" value="demo@example.com" required></label>
      <label>Verified <select name="email_verified"><option>yes</option><option>no</option></select></label>
      <button name="decision" value="approve">Sign in</button>
      <button name="decision" value="deny" formnovalidate>Cancel</button>
      </form>
      </body>
      </html>

      """)
  }
}
