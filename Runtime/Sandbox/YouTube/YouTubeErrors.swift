internal import Core

extension Refusal {
  /// Google's error body of the older form, which the Data API has kept.
  static func google(
    _ status: Int, _ reason: String, _ message: String, domain: String = "global", location: String? = nil
  ) -> Refusal {
    var entry: JSONObject = [
      "message": .string(message), "domain": .string(domain), "reason": .string(reason),
    ]
    if let location {
      entry["location"] = .string(location)
      entry["locationType"] = location == "Authorization" ? "header" : "other"
    }
    var error: JSONObject = [
      "code": JSON(status), "message": .string(message), "errors": [.object(entry)],
    ]
    if status == 401 { error["status"] = "UNAUTHENTICATED" }
    return Refusal(status, ["error": .object(error)])
  }

  /// What stands for a status that a test has asked for.
  static func google(_ status: Int) -> Refusal {
    switch status {
    case 401: .googleUnauthorized
    case 403: google(403, "forbidden", "Forbidden")
    case 404: google(404, "notFound", "Not Found")
    case 429: google(429, "rateLimitExceeded", "Rate Limit Exceeded", domain: "usageLimits")
    case 500: google(500, "internalError", "Internal Error")
    case 501...: google(status, "backendError", "Backend Error")
    default: google(status, "badRequest", "Bad Request")
    }
  }

  static let googleUnauthorized = google(
    401, "authError",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
      + "authentication credential.", location: "Authorization")

  static let googleScope = google(
    403, "insufficientPermissions", "Request had insufficient authentication scopes.")

  /// Something about the video itself.
  static func youTube(_ reason: String, _ message: String, _ location: String) -> Refusal {
    google(400, reason, message, domain: "youtube.video", location: location)
  }

  /// The token endpoint's format (RFC 6749 §5.2).
  static func googleOAuth(_ status: Int, _ error: String, _ description: String) -> Refusal {
    Refusal(status, ["error": .string(error), "error_description": .string(description)])
  }
}
