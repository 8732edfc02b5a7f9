internal import Core
internal import HTTPClient

extension Instagram {
  private static let version = "/v26.0"

  /// Calls the Graph API and returns the body of a success.
  func call(
    _ method: String, _ path: String, _ grant: Grant, form: [(String, String)] = [], isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    let token = ("access_token", grant.accessToken)
    let isPost = method == "POST"
    let query = isPost ? "" : (path.contains("?") ? "&" : "?") + URLForm.encode([token])
    let response = try world.send(
      OutboundRequest(
        method, world.url("graph.instagram.com", Self.version + path + query),
        headers: isPost ? [("Content-Type", "application/x-www-form-urlencoded")] : [],
        body: isPost ? Array(URLForm.encode(form + [token]).utf8) : nil, isMutating: isMutating,
        timeout: timeout))
    let body = response.json
    guard (200..<300).contains(response.status), body["error"] == nil else {
      throw Self.error(response.status, body, isMutating: isMutating)
    }
    return body
  }

  /// https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes
  static func error(_ status: Int, _ body: JSON, isMutating: Bool) -> PlatformError {
    let error = body["error"] ?? .null
    let code = error["code"]?.integer ?? 0
    let subcode = error["error_subcode"]?.integer ?? 0
    let detail =
      error["error_user_msg"]?.string ?? error["message"]?.string ?? "Instagram answered \(status)."
    let kind: PlatformError.Kind
    if body["error"] == nil || status >= 500 {
      kind = isMutating ? .unknownOutcome : .transient
    } else if error["is_transient"]?.bool == true {
      kind = isMutating ? .unknownOutcome : .transient
    } else {
      kind = Self.kind(code, subcode, isMutating: isMutating)
    }
    return PlatformError(
      kind, code: code == 0 ? "http_\(status)" : subcode == 0 ? "\(code)" : "\(code)/\(subcode)",
      detail: detail,
      status: status)
  }

  private static func kind(_ code: Int64, _ subcode: Int64, isMutating: Bool) -> PlatformError.Kind {
    switch (code, subcode) {
    case (190, _), (102, _): .reauthorize
    case (10, _), (3, _), (200...299, _), (100, 33): .permission
    case (9, 2_207_042): .rateLimited(until: .now() + .seconds(3600))
    case (4, 2_207_051), (25, 2_207_050): .accountRestricted
    case (4, _), (17, _), (32, _), (341, _), (613, _), (80_001...80_009, _): .rateLimited(until: nil)
    // The container is not ready, or not found yet.
    case (9007, 2_207_027), (24, 2_207_008): .transient
    // It is gone, so nothing was published: the next preparation begins anew.
    case (24, 2_207_006), (-2, 2_207_020): .transient
    case (1, 2_207_057), (36_000...36_003, _), (352, _), (9004, _), (100, 2_207_023), (100, 2_207_028):
      .mediaRejected
    case (36_004, _), (100, 2_207_035...2_207_040), (368, _): .contentRejected
    case (506, _): .duplicate
    case (1, _), (2, _), (-1, _), (-2, _): isMutating ? .unknownOutcome : .transient
    default: .permanent
    }
  }
}
