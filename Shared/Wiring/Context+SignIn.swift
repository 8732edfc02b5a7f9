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
    SignInAnswer(provider: request.provider, request.query) { TripCookie.signIn.secret(request, of: $0) }
  }
}

extension Request {
  /// The provider that the path names.
  package var provider: String { pathParameter("provider") ?? "" }
}

extension Response {
  /// A session, a challenge, or what was linked.
  package static func signedIn(_ answer: JSON, _ request: Request) -> Response {
    .json(answer, headers: [("cache-control", "no-store")]).ending(.signIn, request)
  }
}
