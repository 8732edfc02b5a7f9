package import Core
package import Identity
package import LambdaRuntime
internal import OpenID
internal import Wiring

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

extension Context {
  /// A session, a challenge, or what was linked. A browser gets a page, and the session in cookies: on a page the tokens
  /// would be for everybody who looks over a shoulder.
  package func answer(signedIn answer: JSON, _ request: Request) -> Response {
    guard request.wantsPage else {
      return Response.json(answer, headers: [("cache-control", "no-store")]).ending(.signIn, request)
    }
    var response = page(SignInPage.tell(answer))
    response.cookies = sessionCookies(of: answer)
    return response.ending(.signIn, request)
  }

  /// The second step of a log-in that came from the form of `SignInPage`: a page too.
  package func answer(completed session: JSON, _ request: Request, inCookies: Bool) -> Response {
    guard request.isForm else { return answer(session, inCookies: inCookies) }
    var response = page(SignInPage.loggedIn)
    response.cookies = sessionCookies(of: session)
    return response
  }

  /// The body, as JSON or of a form on a page of ours. That of another site would log people in as somebody else.
  package func ownForm(_ request: Request) throws -> JSON {
    guard request.isForm else { return try request.json() }
    // Browsers set it, and no script can. They send no origin: our pages ask them not to.
    guard request.header("sec-fetch-site") == "same-origin" else { throw IdentityError.crossSite }
    return try request.form()
  }
}
