internal import Core
internal import HTTPClient

extension Pinterest {
  /// Calls the API and returns the body of a success.
  func call(
    _ method: String, _ path: RequestPath, _ grant: Grant, body: JSON? = nil, isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    try world.call(
      method, world.url("api.pinterest.com", path), grant, body: body, isMutating: isMutating,
      timeout: timeout, failure: Self.error)
  }

  /// https://developers.pinterest.com/docs/reference/error-codes
  static func error(_ response: InboundResponse, isMutating: Bool) -> PlatformError {
    let code = response.json["code"]?.number
    let detail = response.json["message"]?.string ?? "Pinterest answered \(response.status)."
    let kind: PlatformError.Kind =
      switch (response.status, code) {
      case (500..., _): isMutating ? .unknownOutcome : .transient
      case (_, 2?), (_, 1104?): .reauthorize
      case (_, 3?), (_, 7?), (_, 29?): .permission
      case (429, _), (_, 8?): .rateLimited(until: resetTime(response))
      case (_, 2625?), (_, 2626?): .accountRestricted
      case (_, 30?), (_, 40?), (_, 50?), (_, 2031?), (404, _): .notFound
      // Refused because the picture could not be fetched: it may be possible later. There is no code for it.
      case (400, 1?) where detail.contains("Unable to reach the URL"): .mediaUnavailable
      case (400, _), (422, _): .contentRejected
      case (413, _), (415, _): .mediaRejected
      case (401, _): .reauthorize
      case (403, _): .permission
      default: .permanent
      }
    return PlatformError(
      kind, code: code.map { String($0) } ?? "http_\(response.status)", detail: detail,
      status: response.status)
  }

  /// In seconds from now.
  private static func resetTime(_ response: InboundResponse) -> Instant? {
    response.header("x-ratelimit-reset").flatMap { Int64($0) }.map { .after(outside: $0) }
  }
}
