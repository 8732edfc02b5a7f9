internal import Core
internal import HTTPClient

/// Uploads. None of them is seen by anybody before a post names it.
extension LinkedIn {
  /// One image, or one piece of the video, at a time; the thumbnail of a card last.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    guard publication.posted.isEmpty else { return .ready }
    let content = publication.content
    let uploaded = publication.handle["media"]?.array ?? []
    var handle = publication.handle
    if uploaded.count < content.media.count {
      let item = content.media[uploaded.count]
      if item.isVideo { return try LinkedInVideo(self, publication, item).advance() }
      handle["media"] = .array(uploaded + [.string(try uploadImage(item, publication))])
      return .progressed(handle)
    }
    if Self.hasCard(content), let thumbnail = content.option("thumbnail_url"), handle["thumbnail"] == nil {
      handle["thumbnail"] = .string(try uploadImage(Media(url: thumbnail), publication))
      return .progressed(handle)
    }
    return .ready
  }

  /// Registers an image and sends its bytes
  /// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api).
  private func uploadImage(_ image: Media, _ publication: Publication) throws(PlatformError) -> String {
    let bytes = try world.fetchMedia(image, limit: Int(LinkedInLimits.imageBytes))
    guard Self.isImage(bytes) else {
      throw PlatformError(
        .mediaRejected, code: "media_type",
        detail: "LinkedIn takes images as JPEG, PNG or GIF; \(image.url) is none of them.")
    }
    let order: JSON = ["initializeUploadRequest": ["owner": .string(publication.identity.remoteID)]]
    let answer = try call(
      "POST", "/rest/images?action=initializeUpload", publication.grant, body: order
    ).json["value"]
    guard let urn = answer?["image"]?.string, let url = uploadURL(answer?["uploadUrl"]) else {
      throw PlatformError(
        .transient, code: "no_id", detail: "LinkedIn registered the image but named no id for it.")
    }
    let response = try world.send(
      OutboundRequest(
        "PUT", url,
        headers: [
          ("Authorization", "Bearer \(publication.grant.accessToken)"),
          ("Content-Type", "application/octet-stream"),
        ], body: bytes, timeout: .seconds(30)))
    guard (200..<300).contains(response.status) else { throw Self.error(response, isMutating: false) }
    return urn
  }

  /// The token goes there: to LinkedIn or to nobody.
  func uploadURL(_ address: JSON?) -> String? {
    address?.string.flatMap { world.url(named: $0, below: "linkedin.com") }
  }

  private static func isImage(_ bytes: [UInt8]) -> Bool {
    let signatures: [[UInt8]] = [[0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8)]
    return signatures.contains { bytes.starts(with: $0) }
  }
}
