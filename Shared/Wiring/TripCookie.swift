internal import Core
internal import Cryptography
package import LambdaRuntime

/// What binds the way back from another's page, or from a mailbox, to the browser that began: else somebody could send the
/// end of their own trip to another, who would work in their account, or have the end of another's trip come to theirs.
///
/// Every trip to another's page has a cookie of its own, named by when it began and by its `state`: people open a tab for
/// each network.
package enum TripCookie: String {
  case signIn = "__Host-sign-in"
  case connection = "__Host-connection"
  case registration = "__Host-registration"

  /// Trips that a browser may have under way at a time; the oldest gives way. Browsers keep 180 cookies of a host, and
  /// what is sent with every request has to fit into its head.
  private static let most = 8

  /// How long the trip may take; a registration waits for its link for a day.
  private var lifetime: Duration {
    switch self {
    case .signIn, .connection: .seconds(600)
    case .registration: .seconds(24 * 3600)
    }
  }

  /// Empty when the browser sent none; that is nobody's secret.
  package func secret(_ request: Request) -> String { request.cookie(rawValue) ?? "" }

  /// The secret of the trip that `state` belongs to; empty when the browser is on no such trip.
  package func secret(_ request: Request, of state: String) -> String {
    name(request, of: state).flatMap { request.cookie($0) } ?? ""
  }

  fileprivate func set(_ name: String, _ secret: String) -> String {
    SessionCookies.make(name, secret, for: secret.isEmpty ? .zero : lifetime)
  }

  /// What is set for a trip that begins now, and cleared of those before.
  fileprivate func begin(_ request: Request, _ state: String, _ secret: String, at now: Instant) -> [String] {
    let older = names(request).sorted()
    let cleared = older.prefix(max(older.count - Self.most + 1, 0)).map { set($0, "") }
    return [set("\(rawValue)-\(now.seconds)-\(Self.tag(state))", secret)] + cleared
  }

  fileprivate func name(_ request: Request, of state: String) -> String? {
    let tag = "-" + Self.tag(state)
    return names(request).first { $0.hasSuffix(tag) }
  }

  /// Of all trips that the browser is on. Seconds have ten digits, so their order is that of their names.
  private func names(_ request: Request) -> [String] {
    request.cookies.compactMap { cookie in
      cookie.hasPrefix(rawValue + "-") ? String(cookie.prefix { $0 != "=" }) : nil
    }
  }

  /// Letters and digits that say which trip it is, to who knows its `state` already.
  private static func tag(_ state: String) -> String {
    Hex.encode(SHA256.hash(Array(state.utf8)).prefix(8))
  }
}

extension Response {
  /// Where the browser is to go, with the cookie that has to be there when it comes back.
  package static func trip(
    _ trip: (url: String, state: String, secret: String), _ cookie: TripCookie, _ request: Request
  ) -> Response {
    var response = Response.json(
      ["authorize_url": .string(trip.url)], status: 201, headers: [("cache-control", "no-store")])
    response.cookies = cookie.begin(request, trip.state, trip.secret, at: .now())
    return response
  }

  /// What was asked for is done by a message; the link in it will look for the cookie.
  package static func accepted(_ secret: String, _ cookie: TripCookie) -> Response {
    var response = Response.accepted
    response.cookies = [cookie.set(cookie.rawValue, secret)]
    return response
  }

  /// The trip is over, and its cookie needed no longer; those of others stay.
  package func ending(_ cookie: TripCookie, _ request: Request) -> Response {
    let state = request.query.first { $0.name == "state" }?.value ?? ""
    guard let name = cookie.name(request, of: state) else { return self }
    var response = self
    response.cookies.append(cookie.set(name, ""))
    return response
  }
}
