internal import Core
package import LambdaRuntime

/// What binds the way back from another's page to the browser that went there: else somebody could send the end of their
/// own trip to another, who would work in their account, or have the end of another's trip come to theirs.
package enum TripCookie: String {
  case signIn = "__Host-sign-in"
  case connection = "__Host-connection"

  /// How long the trip may take.
  private static let lifetime = Duration.seconds(600)

  fileprivate func make(_ secret: String) -> String {
    SessionCookies.make(rawValue, secret, for: secret.isEmpty ? .zero : Self.lifetime)
  }

  /// Empty when the browser sent none; that is nobody's secret.
  func secret(_ request: Request) -> String { request.cookie(rawValue) ?? "" }
}

extension Response {
  /// Where the browser is to go, with the cookie that has to be there when it comes back.
  package static func trip(_ trip: (url: String, secret: String), _ cookie: TripCookie) -> Response {
    var response = Response.json(
      ["authorize_url": .string(trip.url)], status: 201, headers: [("cache-control", "no-store")])
    response.cookies = [cookie.make(trip.secret)]
    return response
  }

  /// The trip is over, and its cookie needed no longer.
  package func ending(_ cookie: TripCookie) -> Response {
    var response = self
    response.cookies.append(cookie.make(""))
    return response
  }
}
