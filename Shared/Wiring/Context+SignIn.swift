package import Core
package import Identity
package import LambdaRuntime
internal import OpenID

extension Context {
  /// The way to providers, for who signs in or links.
  package func signIns(_ request: Request) throws -> SignIns {
    SignIns(try session(), try openIDDirectory(), from: origin(request))
  }

  /// Clients are kept: they know the providers' keys.
  package func openIDDirectory() throws -> OpenIDDirectory {
    try kept {
      guard let applications = OpenIDApplication.all(try setting(.signInApplications)) else {
        // The value is a secret: it is not named.
        throw InvalidSetting(
          name: Setting.signInApplications.name, value: #"not {"google": {"id": "…", "secret": "…"}, …}"#)
      }
      let simulation = optionalSetting(.outsideWorldURL)
      let clients = OpenIDProvider.all.compactMap { provider in
        applications[provider.id].map { (provider.id, OpenIDClient(provider, $0, simulation: simulation)) }
      }
      return OpenIDDirectory(
        Dictionary(clients) { first, _ in first }, publicURL: try setting(.publicURL))
    }
  }

  /// What the browser brings back from a provider.
  package func signInAnswer(_ request: Request) -> SignInAnswer {
    SignInAnswer(provider: request.provider, request.query, secret: request.signInCookie)
  }
}

extension Request {
  /// The provider that the path names.
  package var provider: String { pathParameter("provider") ?? "" }

  fileprivate var signInCookie: String {
    let prefix = Response.signInCookie + "="
    return cookies.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) } ?? ""
  }
}

extension Response {
  /// A browser takes `__Host-` only from the host itself, over TLS, for all paths, and sends it to nobody else (RFC 6265bis
  /// §4.1.3.2). `Lax`: it comes back with the provider's redirect.
  fileprivate static let signInCookie = "__Host-sign-in"

  /// Where the browser is to go, with the cookie that binds the way back to this browser for ten minutes.
  package static func signIn(_ trip: (url: String, secret: String)) -> Response {
    var response = Response.json(
      ["authorize_url": .string(trip.url)], status: 201, headers: [("cache-control", "no-store")])
    response.cookies = ["\(signInCookie)=\(trip.secret); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"]
    return response
  }

  /// A session, a challenge, or what was linked; the cookie is needed no longer.
  package static func signedIn(_ answer: JSON) -> Response {
    var response = Response.json(answer, headers: [("cache-control", "no-store")])
    response.cookies = ["\(signInCookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"]
    return response
  }
}
