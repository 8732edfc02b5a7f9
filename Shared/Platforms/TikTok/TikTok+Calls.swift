internal import Core
internal import HTTPClient

extension TikTok {
  /// Calls the API and returns `data` of a success. An error may come with the status 200.
  func call(
    _ path: RequestPath, _ body: JSON, _ grant: Grant, isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    let response = try world.send(
      OutboundRequest(
        "POST", world.url("open.tiktokapis.com", path),
        headers: [
          ("Authorization", "Bearer \(grant.accessToken)"),
          ("Content-Type", "application/json; charset=UTF-8"),
        ], body: body.encoded(), isMutating: isMutating, timeout: timeout))
    return try Self.data(of: response, isMutating: isMutating)
  }

  static func data(of response: InboundResponse, isMutating: Bool) throws(PlatformError) -> JSON {
    let body = response.json
    guard response.status == 200, body["error"]?["code"]?.string == "ok", let data = body["data"] else {
      throw error(response.status, body, isMutating: isMutating)
    }
    return data
  }

  /// https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
  static func error(_ status: Int, _ body: JSON, isMutating: Bool) -> PlatformError {
    let code = body["error"]?["code"]?.string ?? ""
    let message = body["error"]?["message"]?.string ?? ""
    let kind: PlatformError.Kind
    if let named = Self.kind(code) {
      kind = named
    } else if status >= 500 || code == "internal_error" || (200..<300).contains(status) {
      // A success that cannot be read may have had its effect.
      kind = isMutating ? .unknownOutcome : .transient
    } else {
      kind = status == 401 ? .reauthorize : status == 429 ? .rateLimited(until: nil) : .permanent
    }
    return PlatformError(
      kind, code: code.isEmpty ? "http_\(status)" : code,
      detail: message.isEmpty ? "TikTok answered \(code.isEmpty ? "\(status)" : code)." : message,
      status: status)
  }

  /// Why a post that TikTok had taken was not published
  /// (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status).
  static func failure(_ reason: String) -> PlatformError {
    PlatformError(
      kind(reason) ?? (reason.hasPrefix("spam_risk") ? .accountRestricted : .permanent), code: reason,
      detail: "TikTok did not publish it (\(reason)).")
  }

  /// Codes of errors, and reasons of failures; nil for those that the status tells more of.
  private static func kind(_ code: String) -> PlatformError.Kind? {
    switch code {
    case "access_token_invalid", "token_not_authorized_for_specified_publish_id", "auth_removed": .reauthorize
    case "scope_not_authorized", "scope_permission_missed", "privacy_level_option_mismatch": .permission
    // A sliding minute.
    case "rate_limit_exceeded": .rateLimited(until: .now() + .seconds(60))
    // Of the last 24 hours; TikTok does not say when they are over.
    case "spam_risk_too_many_posts", "spam_risk_too_many_pending_share":
      .quotaExhausted(until: .now() + .seconds(86_400))
    // Of our registration: those who have posted already may go on, but nobody tells who they are.
    case "reached_active_user_cap": .quotaExhausted(until: .now() + .seconds(86_400))
    case "unaudited_client_can_only_post_to_private_accounts", "url_ownership_unverified",
      "app_version_check_failed":
      .application
    case "spam_risk_user_banned_from_posting", "spam_risk": .accountRestricted
    case "internal": .transient
    case "video_pull_failed", "photo_pull_failed": .mediaUnavailable
    case "file_format_check_failed", "duration_check_failed", "frame_rate_check_failed",
      "picture_size_check_failed":
      .mediaRejected
    case "invalid_param", "invalid_params", "spam_risk_text", "publish_cancelled", "invalid_publish_id":
      .contentRejected
    default: nil
    }
  }
}
