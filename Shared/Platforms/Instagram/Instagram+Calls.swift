internal import Core
internal import HTTPClient

extension Instagram {
  /// Calls the Graph API and returns the body of a success.
  func call(
    _ method: String, _ path: RequestPath, _ grant: Grant, form: [(String, String)] = [],
    isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    let graph = GraphAPI(world: world, platform: name, host: "graph.instagram.com", kind: Self.kind)
    return try graph.call(
      method, path, grant.accessToken, form: form, isMutating: isMutating, timeout: timeout)
  }

  /// https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes
  private static func kind(_ failure: GraphFailure, _ isMutating: Bool) -> PlatformError.Kind {
    switch (failure.code, failure.subcode) {
    case (9, 2_207_042): .quotaExhausted(until: .now() + InstagramLimits.quotaPause)
    case (4, 2_207_051), (25, 2_207_050): .accountRestricted
    // The container is not ready, or not found yet.
    case (9007, 2_207_027), (24, 2_207_008): .transient
    // It is gone, so nothing was published: the next preparation begins anew.
    case (24, 2_207_006), (-2, 2_207_020): .transient
    case (1, 2_207_057), (36_000...36_003, _), (352, _), (9004, _), (100, 2_207_023), (100, 2_207_028):
      .mediaRejected
    case (36_004, _), (100, 2_207_035...2_207_040), (_, 2_207_081): .contentRejected
    // Instagram could not fetch the media in time: while they are prepared nothing can have been published.
    case (-2, 2_207_003), (_, 2_207_077): isMutating ? .unknownOutcome : .mediaUnavailable
    case (-1, _), (-2, _), (_, 2_207_082): failure.vague(isMutating)
    default: failure.commonKind(isMutating)
    }
  }
}
