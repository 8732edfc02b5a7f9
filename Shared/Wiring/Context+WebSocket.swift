package import Identity
package import LambdaRuntime
internal import Limits

extension Context {
  /// Who opens the connection. A browser can send no header of its own, but subprotocols: it asks for `clientnest`
  /// and, as a second one, its access token. In the query it would stand in logs. With `clientnest` alone the session's
  /// cookie counts, if the page that asks is of an allowed origin: browsers open connections for any page.
  package func member(_ event: WebSocketEvent, may permission: Permission) throws -> (Member, AccessToken) {
    requestLimits.begin()
    try countRequest(of: .address(event.sourceIP))
    let offered = event.headers.filter { $0.name == "sec-websocket-protocol" }
      .flatMap { $0.value.split(separator: ",") }.map { $0.filter { !$0.isWhitespace } }
    guard (1...2).contains(offered.count), offered[0] == "clientnest" else { throw IdentityError.wrongToken }
    let token = try token(bearer: offered.count == 2 ? offered[1] : sessionCookie(event))
    return (try member(token, may: permission), token)
  }

  private func sessionCookie(_ event: WebSocketEvent) throws -> String {
    let cookies = event.headers.filter { $0.name == "cookie" }
      .flatMap { $0.value.split(separator: ";") as [Substring] }
      .map { cookie in String(cookie.drop { $0 == " " }) }
    guard let cookie = cookies.first(where: { $0.hasPrefix(SessionCookies.access + "=") }) else {
      throw IdentityError.wrongToken
    }
    guard let origin = event.header("origin"), isAllowed(origin: origin) else {
      throw IdentityError.crossSite
    }
    return String(cookie.dropFirst(SessionCookies.access.count + 1))
  }
}

extension Response {
  /// The connection is accepted, with the subprotocol that was asked for.
  package static let subprotocol = Response(200, headers: [("sec-websocket-protocol", "clientnest")])
}
