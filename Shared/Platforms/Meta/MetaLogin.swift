internal import Core
internal import HTTPClient

/// The token requests of Meta's logins.
struct MetaLogin {
  let world: World
  /// For people: "Facebook".
  let platform: String

  func token(_ request: OutboundRequest) throws(PlatformError) -> Grant {
    let response = try world.send(request)
    let body = response.json
    guard response.status == 200, let accessToken = body["access_token"]?.string else {
      throw error(response.status, body)
    }
    return Grant(
      accessToken: accessToken, refreshToken: nil,
      expiresAt: body["expires_in"]?.number.map { .after(outside: $0) },
      scopes: body["permissions"]?.scopes)
  }

  /// Instagram's login errors come in a form of their own, which means that the code is no use. Of the Graph API's form,
  /// only some numbers say that of a grant; what says neither may pass.
  private func error(_ status: Int, _ body: JSON) -> PlatformError {
    let code = body["error"]?["code"]?.number
    let subcode = body["error"]?["error_subcode"]?.number
    let detail =
      body["error_message"]?.string ?? body["error"]?["message"]?.string
      ?? "\(platform) refused the token request."
    let kind: PlatformError.Kind =
      switch (status, code, subcode) {
      case (500..., _, _), (429, _, _): .transient
      // The secret is wrong; the application is unknown; the way back is not the registered one.
      case (_, 1?, _), (_, 101?, _), (_, 191?, _), (_, 100?, 36_008?): .application
      case (_, 190?, _), (_, 102?, _), (_, 100?, _): .reauthorize
      case (_, let code?, _) where code == 2 || GraphFailure.limits.contains(code): .transient
      case (_, nil, _): body["error_message"] == nil ? .transient : .reauthorize
      default: .permanent
      }
    return PlatformError(
      kind, code: code.map { String($0) } ?? "http_\(status)", detail: detail, status: status)
  }
}
