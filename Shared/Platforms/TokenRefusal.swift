internal import Core
internal import HTTPClient

/// What the answer of a token endpoint means that brought no token (RFC 6749 §5.2).
///
/// Only what says that the grant itself is no good any more is definitive. What says so of us is ours, and whatever is not
/// understood may pass: nobody is disconnected for it.
enum TokenRefusal {
  /// `code` and `detail` as the platform words them, nil where it says nothing.
  static func error(
    _ platform: String, _ status: Int, code: String?, detail: String?
  ) -> PlatformError {
    PlatformError(
      kind(status, code ?? "", detail ?? ""), code: code ?? "http_\(status)",
      detail: detail ?? "\(platform) refused the token request (\(code ?? String(status))).", status: status)
  }

  private static func kind(_ status: Int, _ code: String, _ detail: String) -> PlatformError.Kind {
    if status >= 500 || status == 429 || status == 408 { return .transient }
    switch code {
    case "invalid_grant", "invalid_token": return .reauthorize
    // X and LinkedIn say so of tokens too; of anything else it is our own request.
    case "invalid_request": return isAboutToken(detail) ? .reauthorize : .permanent
    case "invalid_client", "unauthorized_client", "unsupported_grant_type", "redirect_uri_mismatch",
      "deleted_client":
      return .application
    case "temporarily_unavailable", "server_error": return .transient
    // Not an answer of a token endpoint.
    case "": return .transient
    default: return .permanent
    }
  }

  private static func isAboutToken(_ detail: String) -> Bool {
    let detail = detail.lowercased()
    return detail.contains("token") && ["invalid", "expired", "revoked"].contains { detail.contains($0) }
  }
}
