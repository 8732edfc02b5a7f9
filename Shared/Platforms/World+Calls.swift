internal import Core
internal import HTTPClient

extension World {
  /// Calls an API that takes a bearer token and JSON; returns the body of a success, null when it has none. What another
  /// answer means, `failure` says.
  func call(
    _ method: String, _ url: String, _ grant: Grant, body: JSON?, isMutating: Bool, timeout: Duration,
    failure: (_ answer: InboundResponse, _ isMutating: Bool) -> PlatformError
  ) throws(PlatformError) -> JSON {
    let json: [(name: String, value: String)] = body == nil ? [] : [("Content-Type", "application/json")]
    let response = try send(
      OutboundRequest(
        method, url, headers: [("Authorization", "Bearer \(grant.accessToken)")] + json,
        body: body?.encoded(), isMutating: isMutating, timeout: timeout))
    guard (200..<300).contains(response.status) else { throw failure(response, isMutating) }
    return response.json
  }
}
