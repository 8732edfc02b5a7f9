internal import Core

/// Posts with photos, stories of one photo, and comments.
extension Facebook {
  /// Uploads one photo at a time. Unpublished, they are seen by nobody.
  func preparePhotos(_ publication: Publication) throws(PlatformError) -> Preparation {
    let photos = publication.handle["photos"]?.array ?? []
    let media = publication.content.media
    guard photos.count < media.count else { return .ready }
    let photo = media[photos.count]
    var form = [("url", photo.url), ("published", "false")]
    if let altText = photo.altText { form.append(("alt_text_custom", altText)) }
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/photos", publication.grant, form: form,
      timeout: .seconds(30))
    guard let id = answer["id"]?.outsideText else {
      throw PlatformError(
        .transient, code: "no_id", detail: "Facebook took the photo but named no id for it.")
    }
    var handle = publication.handle
    handle["begun"] = handle["begun"] ?? .integer(Instant.now().seconds)
    handle["photos"] = .array(photos + [.string(id)])
    return .progressed(handle)
  }

  func publishPost(_ publication: Publication, _ timeout: Duration) throws(PlatformError) -> Outcome {
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/feed", publication.grant, form: form(publication),
      isMutating: true, timeout: timeout)
    guard let id = answer["id"]?.outsideText else { throw Self.noID("post") }
    return .published(Published(remoteID: id, permalink: answer["permalink_url"]?.string))
  }

  /// A link gets its preview from Facebook unless photos stand in its place.
  private func form(_ publication: Publication) -> [(String, String)] {
    let content = publication.content
    var form = [("message", message(content)), ("fields", "id,permalink_url")].filter { !$0.1.isEmpty }
    let photos = publication.handle["photos"]?.array?.compactMap(\.string) ?? []
    if photos.isEmpty, let link = content.link { form.append(("link", link)) }
    for (index, photo) in photos.enumerated() {
      let reference: JSON = ["media_fbid": .string(photo)]
      form.append(("attached_media[\(index)]", reference.text))
    }
    return form
  }

  /// What the post says: a link has a field of its own where there are no photos.
  func message(_ content: Content) -> String {
    content.media.isEmpty ? content.text : content.textWithLink
  }

  func publishPhotoStory(_ publication: Publication, _ timeout: Duration) throws(PlatformError) -> Outcome {
    let photo = publication.handle["photos"]?[0]?.string ?? ""
    let answer = try call(
      "POST", "/\(publication.identity.remoteID)/photo_stories", publication.grant,
      form: [("photo_id", photo)], isMutating: true, timeout: timeout)
    guard let id = answer["post_id"]?.outsideText else { throw Self.noID("story") }
    return .published(Published(remoteID: id))
  }

  func publishComment(_ publication: Publication, _ timeout: Duration) throws(PlatformError) -> Outcome {
    let answer = try call(
      "POST", "/\(publication.posted.first)/comments", publication.grant,
      form: [("message", publication.content.firstComment ?? "")], isMutating: true, timeout: timeout)
    guard let id = answer["id"]?.outsideText else { throw Self.noID("comment") }
    return .published(Published(remoteID: id))
  }

  static func noID(_ what: String) -> PlatformError {
    PlatformError(.unknownOutcome, code: "no_id", detail: "Facebook answered without the id of the \(what).")
  }
}
