package import Core
internal import Identity
package import LambdaRuntime

/// The cookies of a browser's session. The prefix `__Host-` makes browsers take them from this host alone, over TLS, and
/// send them to no other (RFC 6265bis §4.1.3.2); scripts do not see them.
package enum SessionCookies {
  package static let access = "__Host-session"
  static let refresh = "__Host-refresh"

  static func make(_ name: String, _ value: String, for lifetime: Duration) -> String {
    "\(name)=\(value); Path=/; Max-Age=\(lifetime.components.seconds); Secure; HttpOnly; SameSite=Lax"
  }

  static let clearing = [access, refresh].map { make($0, "", for: .zero) }
}

extension Context {
  /// Refuses a request that changes something and that a browser may have been made to send by another site (CSRF).
  ///
  /// `X-Requested-With` cannot be sent to another origin without asking it first. `Origin` and `Sec-Fetch-Site`, which no
  /// script can set, say where the request came from; a browser that sends neither is refused.
  func requireSameSite(_ request: Request) throws {
    guard !["GET", "HEAD"].contains(request.method) else { return }
    guard let mark = request.header("x-requested-with"), !mark.isEmpty else { throw IdentityError.crossSite }
    if let origin = request.header("origin") {
      guard isAllowed(origin: origin) else { throw IdentityError.crossSite }
    } else if request.header("sec-fetch-site") != "same-origin" {
      throw IdentityError.crossSite
    }
  }

  /// Whether pages of the origin may use the API with cookies.
  package func isAllowed(origin: String) -> Bool {
    (optionalSetting(.allowedOrigins) ?? "").split(separator: ",").contains { $0 == origin }
  }

  /// The answer with a new session: in cookies when the browser asked for that, and then nowhere else, so that no script
  /// can read the tokens.
  package func answer(_ session: JSON, inCookies: Bool) -> Response {
    guard inCookies, var object = session.object else { return .json(session) }
    for name in ["access_token", "refresh_token", "token_type"] { object[name] = nil }
    var response = Response.json(.object(object))
    response.cookies = sessionCookies(of: session)
    return response
  }

  /// The cookies of a new session; none of what is no session.
  package func sessionCookies(of session: JSON) -> [String] {
    let life = session["expires_in"]?.integer.map { Duration.seconds($0) } ?? AccessToken.lifetime
    let tokens = [
      (SessionCookies.access, session["access_token"]?.string, life),
      (SessionCookies.refresh, session["refresh_token"]?.string, Sessions.lifetime),
    ]
    return tokens.compactMap { name, token, lifetime in
      token.map { SessionCookies.make(name, $0, for: lifetime) }
    }
  }

  /// The refresh token in the body, or in the cookie when the body says `"cookie": true`.
  package func refreshToken(_ request: Request) throws -> (text: String, inCookies: Bool) {
    var fields = Fields(of: try request.json())
    let inCookies = fields.optionalBool("cookie") ?? false
    let given = fields.optionalString("refresh_token", length: 1...200)
    if !inCookies && given == nil && !fields.errors.contains(where: { $0.pointer == "/refresh_token" }) {
      fields.complain("refresh_token", "required", "This field is required, unless cookie is true.")
    }
    try fields.finish()
    if let given { return (given, inCookies) }
    try requireSameSite(request)
    guard let text = request.cookie(SessionCookies.refresh) else { throw IdentityError.wrongToken }
    return (text, inCookies)
  }
}

extension Request {
  /// Whether a cookie says who sends it.
  package var isByCookie: Bool { header("authorization") == nil && cookie(SessionCookies.access) != nil }

  /// The value of a cookie; nil when the browser sent none of that name.
  func cookie(_ name: String) -> String? {
    cookies.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }
}

extension Response {
  /// The session is over: its cookies go too.
  package static let loggedOut = Response(204, cookies: SessionCookies.clearing)
}
