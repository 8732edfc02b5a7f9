internal import Core
internal import HTTPClient

extension X {
  /// Calls the API and returns the body of a success.
  func call(
    _ method: String, _ path: String, _ grant: Grant, body: JSON? = nil, isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    let json: [(name: String, value: String)] = body == nil ? [] : [("Content-Type", "application/json")]
    let response = try world.send(
      OutboundRequest(
        method, world.url("api.x.com", path),
        headers: [("Authorization", "Bearer \(grant.accessToken)")] + json, body: body?.encoded(),
        isMutating: isMutating, timeout: timeout))
    guard (200..<300).contains(response.status) else { throw Self.error(response, isMutating: isMutating) }
    return response.json
  }

  /// Uploads a small image (https://docs.x.com/x-api/media/media-upload).
  func upload(_ url: String, _ grant: Grant) throws(PlatformError) -> String {
    let image = try world.fetchMedia(url, limit: 5 << 20)
    guard Self.isImage(image) else {
      throw PlatformError(
        .mediaRejected, code: "media_type",
        detail: "X takes JPEG, PNG, WebP or GIF images; \(url) is none of them.")
    }
    let boundary = "clientnest-" + UUID.v7().description
    let head =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"media_category\"\r\n\r\ntweet_image\r\n"
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"media\"; filename=\"media\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n"
    let response = try world.send(
      OutboundRequest(
        "POST", world.url("api.x.com", "/2/media/upload"),
        headers: [
          ("Authorization", "Bearer \(grant.accessToken)"),
          ("Content-Type", "multipart/form-data; boundary=\(boundary)"),
        ], body: Array(head.utf8) + image + Array("\r\n--\(boundary)--\r\n".utf8), timeout: .seconds(30)))
    guard (200..<300).contains(response.status) else { throw Self.error(response, isMutating: false) }
    guard let id = response.json["data"]?["id"]?.string else {
      throw PlatformError(.transient, code: "no_id", detail: "X took the image but named no id for it.")
    }
    return id
  }

  private static func isImage(_ bytes: [UInt8]) -> Bool {
    let signatures: [[UInt8]] = [[0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8)]
    return signatures.contains { bytes.starts(with: $0) }
      || (bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8))
  }

  /// https://docs.x.com/x-api/fundamentals/response-codes-and-errors
  static func error(_ response: InboundResponse, isMutating: Bool) -> PlatformError {
    let body = response.json
    let detail =
      body["detail"]?.string ?? body["errors"]?[0]?["message"]?.string ?? "X answered \(response.status)."
    // The prefix of a problem's type differs between hosts: only its last segment counts.
    let type = body["type"]?.string?.split(separator: "/").last.map(String.init) ?? ""
    let code = type.isEmpty || type == "about:blank" ? "http_\(response.status)" : type
    let kind: PlatformError.Kind =
      switch (response.status, type) {
      case (401, _), (_, "unsupported-authentication"): .reauthorize
      case (429, _): .rateLimited(until: resetTime(response))
      case (_, "user-suspended"): .accountRestricted
      // X gives a duplicate no code of its own: its sentence is all there is.
      case (403, _) where detail.contains("duplicate content"): .duplicate
      case (403, "client-forbidden"), (403, "not-authorized-for-resource"), (403, "oauth1-permissions"):
        .permission
      case (403, _) where detail.contains("not permitted to access this feature"): .accountRestricted
      case (400, _) where detail.contains("media IDs"): .mediaRejected
      case (400, _), (403, _), (422, _): .contentRejected
      case (500..., _): isMutating ? .unknownOutcome : .transient
      default: .permanent
      }
    return PlatformError(kind, code: code, detail: detail, status: response.status)
  }

  /// The later of the reset times of the buckets that are empty; the 24 hour ones have headers of their own.
  private static func resetTime(_ response: InboundResponse) -> Instant? {
    let buckets = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"]
    let resets = buckets.compactMap { bucket -> Int64? in
      guard response.header(bucket + "-remaining") == "0" else { return nil }
      return response.header(bucket + "-reset").flatMap { Int64($0) }
    }
    return resets.max().map { Instant(seconds: $0) }
  }
}
