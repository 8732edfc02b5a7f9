internal import Core
internal import HTTPClient

extension X {
  /// Calls the API and returns the body of a success.
  func call(
    _ method: String, _ path: RequestPath, _ grant: Grant, body: JSON? = nil, isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    try world.call(
      method, world.url("api.x.com", path), grant, body: body, isMutating: isMutating, timeout: timeout,
      failure: Self.error)
  }

  /// https://docs.x.com/x-api/fundamentals/response-codes-and-errors
  static func error(_ response: InboundResponse, isMutating: Bool) -> PlatformError {
    let body = response.json
    let sentence = body["detail"]?.string ?? body["errors"]?[0]?["message"]?.string
    let detail = sentence ?? "X answered \(response.status)."
    // The prefix of a problem's type differs between hosts: only its last segment counts.
    let type = body["type"]?.string?.split(separator: "/").last.map(String.init) ?? ""
    let code = type.isEmpty || type == "about:blank" ? "http_\(response.status)" : type
    let kind: PlatformError.Kind =
      switch (response.status, type) {
      case (401, _), (_, "unsupported-authentication"): .reauthorize
      case (429, _): limit(response)
      case (_, "user-suspended"): .accountRestricted
      // X gives a duplicate no code of its own: its sentence is all there is.
      case (403, _) where detail.contains("duplicate content"): .duplicate
      case (403, "client-forbidden"), (403, "not-authorized-for-resource"), (403, "oauth1-permissions"):
        .permission
      // A complaint about what is published has a sentence of its own.
      case (403, _)
      where ["", "Forbidden"].contains(sentence ?? "") || detail.contains("not permitted to perform"):
        .permission
      case (403, _) where detail.contains("not permitted to access this feature"): .accountRestricted
      // The credits of our registration are used up.
      case (402, _): .application
      case (400, _) where isAboutMedia(body): .mediaRejected
      // A video that is longer or larger than the account may have.
      case (403, _) where detail.lowercased().contains("video"): .mediaRejected
      case (400, _), (403, _), (422, _): .contentRejected
      case (500..., _): isMutating ? .unknownOutcome : .transient
      default: .permanent
      }
    return PlatformError(kind, code: code, detail: detail, status: response.status)
  }

  /// X's sentence about an upload that it does not know, in the body or in the error of one field.
  private static func isAboutMedia(_ body: JSON) -> Bool {
    let sentences = [body["detail"]?.string] + (body["errors"]?.array ?? []).map { $0["message"]?.string }
    return sentences.contains { $0?.contains("media IDs") ?? false }
  }

  /// The later of the reset times of the account's buckets that are empty; the 24 hour ones have headers of their own. The
  /// one of our registration is everybody's.
  private static func limit(_ response: InboundResponse) -> PlatformError.Kind {
    if let reset = reset("x-app-limit-24hour", response) { return .applicationLimited(until: reset) }
    let own = ["x-rate-limit", "x-user-limit-24hour"]
    return .rateLimited(until: own.compactMap { reset($0, response) }.max())
  }

  private static func reset(_ bucket: String, _ response: InboundResponse) -> Instant? {
    guard response.header(bucket + "-remaining") == "0" else { return nil }
    return response.header(bucket + "-reset").flatMap { Int64($0) }.map { Instant(outside: $0) }
  }
}
