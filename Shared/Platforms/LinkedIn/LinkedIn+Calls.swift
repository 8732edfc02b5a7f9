internal import Core
internal import HTTPClient

extension LinkedIn {
  /// Calls the API and returns a success. `finder` is set for lists that are found by a query.
  func call(
    _ method: String, _ path: RequestPath, _ grant: Grant, body: JSON? = nil, finder: Bool = false,
    isMutating: Bool = false, timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> InboundResponse {
    var headers = [
      (name: "Authorization", value: "Bearer \(grant.accessToken)"),
      (name: "LinkedIn-Version", value: LinkedInLimits.version),
      (name: "X-Restli-Protocol-Version", value: "2.0.0"),
    ]
    if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    if finder { headers.append((name: "X-RestLi-Method", value: "FINDER")) }
    let response = try world.send(
      OutboundRequest(
        method, world.url("api.linkedin.com", path), headers: headers, body: body?.encoded(),
        isMutating: isMutating, timeout: timeout))
    guard (200..<300).contains(response.status) else { throw Self.error(response, isMutating: isMutating) }
    return response
  }

  /// The elements of a list whose query is `path`, page by page, until `isEnough` or the end; at most ten pages.
  func list(
    _ path: RequestPath, _ grant: Grant, until isEnough: ([JSON]) -> Bool = { _ in false }
  ) throws(PlatformError) -> [JSON] {
    var elements: [JSON] = []
    for _ in 0..<10 {
      let size = LinkedInLimits.pageSize
      let page = try call(
        "GET", path.adding(query: [("start", String(elements.count)), ("count", String(size))]), grant,
        finder: path.text.contains("q="))
      let found = try page.json.list("elements", of: name)
      elements += found
      if found.count < size || isEnough(found) { break }
    }
    return elements
  }

  /// https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and the tables of the Posts API.
  static func error(_ response: InboundResponse, isMutating: Bool) -> PlatformError {
    let body = response.json
    let input = body["errorDetails"]?["inputErrors"]?[0]
    let codes = [input?["code"]?.string, body["code"]?.string].compactMap { $0 }
    let detail =
      body["message"]?.string ?? input?["description"]?.string ?? "LinkedIn answered \(response.status)."
    return PlatformError(
      kind(response.status, Set(codes), detail, isMutating: isMutating),
      code: codes.first ?? "http_\(response.status)", detail: detail, status: response.status)
  }

  private static func kind(_ status: Int, _ codes: Set<String>, _ detail: String, isMutating: Bool)
    -> PlatformError.Kind
  {
    switch status {
    case 500...: return isMutating ? .unknownOutcome : .transient
    case 401: return .reauthorize
    case 426: return .application
    // LinkedIn's limits are those of a day, and it tells of them in no header; its sentence tells whose they are.
    case 429:
      return detail.contains("APPLICATION DAY")
        ? .applicationLimited(until: nextMidnight) : .quotaExhausted(until: nextMidnight)
    case 404: return .notFound
    case 409: return .transient
    case 413, 415: return .mediaRejected
    default: break
    }
    // What was just uploaded or published is not everywhere yet.
    if detail.contains("resource is forbidden") || detail.contains("Unable to obtain activity") {
      return .transient
    }
    if status == 422 || codes.contains("DUPLICATE_POST") {
      // The code for it is not documented; the sentence names the first post.
      let isDuplicate = codes.contains("DUPLICATE_POST") || detail.contains("duplicate")
      return isDuplicate ? .duplicate : .permanent
    }
    if status == 403 { return .permission }
    if codes.contains("VERSION_MISSING") { return .application }
    if !codes.isDisjoint(with: ["MEDIA_ASSET_WAITING_UPLOAD", "EXPIRED_UPLOAD_URL"]) { return .transient }
    if !codes.isDisjoint(with: rejectedMedia) { return .mediaRejected }
    return codes.isDisjoint(with: rejectedContent) ? .permanent : .contentRejected
  }

  private static let rejectedMedia: Set<String> = [
    "INVALID_IMAGE_ID", "INVALID_VIDEO_ID", "MEDIA_ASSET_PROCESSING_FAILED",
  ]
  private static let rejectedContent: Set<String> = [
    "FIELD_LENGTH_TOO_LONG", "MISSING_FIELD", "INVALID_VALUE_FOR_FIELD", "INVALID_URN_TYPE", "INVALID_URN_ID",
  ]

  /// When the day of LinkedIn's limits begins anew: 00:00 UTC.
  private static var nextMidnight: Instant {
    let day: Int64 = 86_400
    return Instant(seconds: (Instant.now().seconds / day + 1) * day)
  }
}
