internal import Core
internal import HTTPClient

/// LinkedIn: members and the organizations that they administer
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api).
///
/// A post is text with images, with one video, or with a card for its link. The card needs a title, for LinkedIn
/// does not look at the link: without a title the link stands in the text. A first comment is a step of its own.
///
/// Options: `visibility` (`PUBLIC`, `CONNECTIONS`, `LOGGED_IN`), `is_reshare_disabled`, and for a card
/// `description` and `thumbnail_url`.
///
/// Posts of organizations can be read back. Those of members can only by applications with `r_member_social`, which
/// LinkedIn gives to few: without it a lost answer is left to a person.
struct LinkedIn: Connector {
  let world: World
  let application: Application

  let id = "linkedin"
  let name = "LinkedIn"

  /// LinkedIn converts videos before they can be published.
  func preparationTime(of content: Content) -> Duration {
    content.media.contains(where: \.isVideo) ? .seconds(300) : .zero
  }

  func steps(of content: Content) -> Int { content.firstComment == nil ? 1 : 2 }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    step == 0 ? try post(publication, timeout) : try comment(publication, timeout)
  }

  /// The answer has no body; the id of the post is in a header.
  private func post(_ publication: Publication, _ timeout: Duration) throws(PlatformError) -> Outcome {
    let response = try call(
      "POST", "/rest/posts", publication.grant, body: .object(body(publication)), isMutating: true,
      timeout: timeout)
    guard let urn = response.header("x-restli-id"), !urn.isEmpty else {
      throw PlatformError(
        .unknownOutcome, code: "no_id", detail: "LinkedIn answered without the id of the post.")
    }
    return .published(Published(remoteID: urn, permalink: Self.permalink(urn)))
  }

  private func comment(_ publication: Publication, _ timeout: Duration) throws(PlatformError) -> Outcome {
    let post = publication.posted.first ?? ""
    let body: JSON = [
      "actor": .string(publication.identity.remoteID), "object": .string(post),
      "message": ["text": .string(publication.content.firstComment ?? "")],
    ]
    let response = try call(
      "POST", Self.comments(of: publication.posted.first), publication.grant, body: body, isMutating: true,
      timeout: timeout)
    guard let urn = response.json["commentUrn"]?.string else {
      throw PlatformError(
        .unknownOutcome, code: "no_id", detail: "LinkedIn answered without the id of the comment.")
    }
    return .published(Published(remoteID: urn))
  }

  private func body(_ publication: Publication) -> JSONObject {
    let content = publication.content
    var body: JSONObject = [
      "author": .string(publication.identity.remoteID),
      "commentary": .string(LittleText.encode(Self.text(of: content))),
      "visibility": .string(content.option("visibility") ?? "PUBLIC"),
      "distribution": [
        "feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": [],
      ],
      "lifecycleState": "PUBLISHED",
      "isReshareDisabledByAuthor": content.options["is_reshare_disabled"] ?? false,
    ]
    if let attachment = attachment(publication) { body["content"] = attachment }
    return body
  }

  private func attachment(_ publication: Publication) -> JSON? {
    let content = publication.content
    let uploaded = publication.handle["media"]?.array ?? []
    if Self.hasCard(content) { return ["article": card(publication)] }
    guard let first = content.media.first, uploaded.count == content.media.count else { return nil }
    if content.media.count == 1, first.isVideo {
      var video: JSONObject = ["id": uploaded[0]]
      if let title = content.title { video["title"] = .string(title) }
      return ["media": .object(video)]
    }
    let images = zip(uploaded, content.media).map { urn, item -> JSON in
      var image: JSONObject = ["id": urn]
      if let text = item.altText { image["altText"] = .string(text) }
      return .object(image)
    }
    return images.count == 1 ? ["media": images[0]] : ["multiImage": ["images": .array(images)]]
  }

  private func card(_ publication: Publication) -> JSON {
    let content = publication.content
    var card: JSONObject = ["source": JSON(content.link), "title": JSON(content.title)]
    if let description = content.option("description") { card["description"] = .string(description) }
    if let thumbnail = publication.handle["thumbnail"] { card["thumbnail"] = thumbnail }
    return .object(card)
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    Self.permalink(remoteID)
  }

  /// Comments go with their post.
  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    do {
      _ = try call("DELETE", "/rest/posts/\(remoteID)", publication.grant)
    } catch {
      guard error.kind == .notFound else { throw error }
    }
  }

  /// With its colons as they are: LinkedIn writes them so itself.
  static func permalink(_ urn: String) -> String {
    "https://www.linkedin.com/feed/update/" + PercentEncoding.encode(urn, keeping: ":") + "/"
  }

  static func comments(of urn: String?) -> RequestPath { "/rest/socialActions/\(urn)/comments" }

  /// Whether the link gets a card of its own.
  static func hasCard(_ content: Content) -> Bool {
    content.media.isEmpty && content.link != nil && content.title?.isEmpty == false
  }

  /// What people read above the media or the card.
  static func text(of content: Content) -> String { hasCard(content) ? content.text : content.textWithLink }
}
