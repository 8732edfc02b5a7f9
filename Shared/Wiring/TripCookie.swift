internal import Core
package import LambdaRuntime

/// What binds the way back from another's page, or from a mailbox, to the browser that began: else somebody could send the
/// end of their own trip to another, who would work in their account, or have the end of another's trip come to theirs.
package enum TripCookie: String {
  case signIn = "__Host-sign-in"
  case connection = "__Host-connection"
  case registration = "__Host-registration"

  /// How long the trip may take; a registration waits for its link for a day.
  private var lifetime: Duration {
    switch self {
    case .signIn, .connection: .seconds(600)
    case .registration: .seconds(24 * 3600)
    }
  }

  fileprivate func make(_ secret: String) -> String {
    SessionCookies.make(rawValue, secret, for: secret.isEmpty ? .zero : lifetime)
  }

  /// Empty when the browser sent none; that is nobody's secret.
  package func secret(_ request: Request) -> String { request.cookie(rawValue) ?? "" }
}

extension Response {
  /// Where the browser is to go, with the cookie that has to be there when it comes back.
  package static func trip(_ trip: (url: String, secret: String), _ cookie: TripCookie) -> Response {
    var response = Response.json(
      ["authorize_url": .string(trip.url)], status: 201, headers: [("cache-control", "no-store")])
    response.cookies = [cookie.make(trip.secret)]
    return response
  }

  /// What was asked for is done by a message; the link in it will look for the cookie.
  package static func accepted(_ secret: String, _ cookie: TripCookie) -> Response {
    var response = Response.accepted
    response.cookies = [cookie.make(secret)]
    return response
  }

  /// The trip is over, and its cookie needed no longer.
  package func ending(_ cookie: TripCookie) -> Response {
    var response = self
    response.cookies.append(cookie.make(""))
    return response
  }
}
