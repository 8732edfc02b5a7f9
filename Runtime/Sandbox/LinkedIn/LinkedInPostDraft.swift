internal import Core

/// The body of `POST /rest/posts`, checked as far as it can be without the state of the world.
struct LinkedInPostDraft {
  let author: String
  let commentary: String
  let text: LinkedInText
  let content: JSON?
  /// "post", "image", "multi_image", "video", "article".
  let kind: String
  let media: [String]

  private static let members: Set<String> = [
    "author", "commentary", "visibility", "distribution", "content", "lifecycleState",
    "isReshareDisabledByAuthor", "reshareContext", "container", "contentLandingPage",
    "contentCallToActionLabel", "adContext",
  ]

  init(_ body: JSON?) throws(Refusal) {
    guard let object = body?.object else {
      throw .linkedInField("", "MISSING_FIELD", "A JSON object is required")
    }
    if let odd = object.members.first(where: { !Self.members.contains($0.name) }) {
      throw Refusal(
        422,
        [
          "status": 422,
          "message": .string("ERROR :: /\(odd.name) :: unrecognized field found but not allowed\n"),
        ])
    }
    for name in ["author", "commentary", "visibility", "distribution", "lifecycleState"]
    where object[name] == nil {
      throw .linkedInField(name, "MISSING_FIELD", "\(name) is required")
    }
    author = object["author"]?.string ?? ""
    commentary = object["commentary"]?.string ?? ""
    text = LinkedInText(commentary)
    content = object["content"]
    guard author.hasPrefix("urn:li:person:") || author.hasPrefix("urn:li:organization:") else {
      throw .linkedInField("author", "INVALID_URN_TYPE", "author is a person or an organization")
    }
    guard ["PUBLIC", "CONNECTIONS", "LOGGED_IN"].contains(object["visibility"]?.string) else {
      throw .linkedInField("visibility", "INVALID_VALUE_FOR_FIELD", "visibility is not in the enumeration")
    }
    guard object["lifecycleState"]?.string == "PUBLISHED",
      ["MAIN_FEED", "NONE"].contains(object["distribution"]?["feedDistribution"]?.string)
    else { throw .linkedInField("lifecycleState", "INVALID_VALUE_FOR_FIELD", "not in the enumeration") }
    let objection = LinkedIn.commentaryRule.objection(to: commentary)
    guard objection != .long else {
      throw .linkedInField("commentary", "FIELD_LENGTH_TOO_LONG", "commentary has at most 3000 characters")
    }
    (kind, media) = try Self.kind(of: object["content"])
    guard kind != "post" || objection == nil else {
      throw .linkedInField("commentary", "MISSING_FIELD", "commentary is required")
    }
  }

  private static func kind(of content: JSON?) throws(Refusal) -> (String, [String]) {
    guard let content else { return ("post", []) }
    guard let members = content.object?.members, members.count == 1 else {
      throw .linkedInField("content", "INVALID_VALUE_FOR_FIELD", "content has one member")
    }
    switch members[0].name {
    case "media":
      let urn = try checkMedia(content["media"] ?? .null)
      return (urn.hasPrefix("urn:li:video:") ? "video" : "image", [urn])
    case "multiImage":
      var urns: [String] = []
      for image in content["multiImage"]?["images"]?.array ?? [] { urns.append(try checkMedia(image)) }
      guard (2...20).contains(urns.count), urns.allSatisfy({ $0.hasPrefix("urn:li:image:") }) else {
        throw .linkedInField("content/multiImage/images", "INVALID_VALUE_FOR_FIELD", "2 to 20 images")
      }
      return ("multi_image", urns)
    case "article":
      for name in ["source", "title"]
      where LinkedIn.titleRule.objection(to: content["article"]?[name]?.string ?? "") == .blank {
        throw .linkedInField("content/article/\(name)", "MISSING_FIELD", "\(name) is required")
      }
      return ("article", [content["article"]?["thumbnail"]?.string].compactMap { $0 })
    case let name:
      throw .linkedInField("content/\(name)", "INVALID_VALUE_FOR_FIELD", "not simulated")
    }
  }

  private static func checkMedia(_ item: JSON) throws(Refusal) -> String {
    let urn = item["id"]?.string ?? ""
    guard urn.hasPrefix("urn:li:image:") || urn.hasPrefix("urn:li:video:") else {
      throw .linkedInField("content/media/id", "INVALID_URN_TYPE", "id is an image or a video")
    }
    guard LinkedIn.altTextRule.objection(to: item["altText"]?.string ?? "") == nil else {
      throw .linkedInField("content/media/altText", "FIELD_LENGTH_TOO_LONG", "at most 4086 characters")
    }
    return urn
  }
}
