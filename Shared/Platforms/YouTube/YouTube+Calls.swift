internal import Core
internal import HTTPClient

extension YouTube {
  /// Calls the Data API and returns the body of a success; null when it has none.
  func call(
    _ method: String, _ path: RequestPath, _ grant: Grant, body: JSON? = nil, isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    try world.call(
      method, world.url("www.googleapis.com", "/youtube/v3\(path)"), grant, body: body,
      isMutating: isMutating, timeout: timeout, failure: Self.error)
  }

  /// https://developers.google.com/youtube/v3/docs/errors: `reason` says what the status does not.
  static func error(_ response: InboundResponse, isMutating: Bool) -> PlatformError {
    let error = response.json["error"]
    let reason = error?["errors"]?[0]?["reason"]?.string ?? ""
    let kind = kind(response, reason, isMutating: isMutating)
    let detail =
      switch kind {
      case .applicationLimited:
        "Our quota with YouTube is used up for today; it begins anew at midnight in California."
      default: error?["message"]?.string ?? "YouTube answered \(response.status)."
      }
    return PlatformError(
      kind, code: reason.isEmpty ? "http_\(response.status)" : reason, detail: detail, status: response.status
    )
  }

  private static func kind(
    _ response: InboundResponse, _ reason: String, isMutating: Bool
  ) -> PlatformError.Kind {
    switch reason {
    case "authError", "authorizationRequired", "youtubeSignupRequired": .reauthorize
    case "forbidden", "insufficientPermissions", "forbiddenPrivacySetting", "forbiddenLicenseSetting":
      .permission
    case "quotaExceeded", "dailyLimitExceeded":
      .applicationLimited(until: PacificTime.midnight(after: .now()))
    // Of the channel, within 24 hours; YouTube does not say when they are over.
    case "uploadLimitExceeded": .quotaExhausted(until: .now() + .seconds(86_400))
    case "rateLimitExceeded", "userRateLimitExceeded": .rateLimited(until: retryTime(response))
    case "invalidTitle", "invalidDescription", "invalidTags", "invalidCategoryId", "invalidPublishAt",
      "invalidVideoMetadata", "invalidFilename", "defaultLanguageNotSet", "mediaBodyRequired",
      "commentsDisabled", "commentTextTooLong", "processingFailure":
      .contentRejected
    case "imageFormatUnsupported", "imageTooTall", "imageTooWide", "failedPrecondition": .mediaRejected
    case "ineligibleAccount": .accountRestricted
    case "videoNotFound", "commentNotFound": .notFound
    // Refused without a reason: what is published has nothing to do with it.
    case "" where response.status == 403: .permission
    default: kind(response, isMutating: isMutating)
    }
  }

  /// By the status alone.
  private static func kind(_ response: InboundResponse, isMutating: Bool) -> PlatformError.Kind {
    switch response.status {
    case 401: .reauthorize
    case 404: .notFound
    case 429: .rateLimited(until: retryTime(response))
    case 500...: isMutating ? .unknownOutcome : .transient
    default: .permanent
    }
  }

  private static func retryTime(_ response: InboundResponse) -> Instant? {
    response.header("retry-after").flatMap { Int64($0) }.map { .after(outside: $0) }
  }
}
