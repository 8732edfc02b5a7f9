internal import Core

/// What an uploader says of a video, checked as YouTube checks it.
struct YouTubeDetails {
  private static let categories: Set<String> = [
    "1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28", "29",
  ]

  let title: String
  let description: String
  let tags: [String]
  let category: String
  let privacy: String
  let isForKids: Bool
  /// As it was sent.
  let json: JSON

  /// What the ledger has as its text.
  var text: String { description.isEmpty ? title : description }

  init(_ json: JSON?) throws(Refusal) {
    guard let json, let snippet = json["snippet"], snippet.object != nil else {
      throw .youTube("invalidVideoMetadata", "The request metadata is invalid.", "body")
    }
    self.json = json
    title = snippet["title"]?.string ?? ""
    description = snippet["description"]?.string ?? ""
    tags = snippet["tags"]?.array?.compactMap(\.string) ?? []
    category = snippet["categoryId"]?.string ?? "22"
    privacy = json["status"]?["privacyStatus"]?.string ?? "public"
    isForKids = json["status"]?["selfDeclaredMadeForKids"]?.bool ?? false
    try check(json["status"] ?? .null)
  }

  private func check(_ status: JSON) throws(Refusal) {
    guard YouTube.titleRule.objection(to: title) == nil else {
      throw .youTube(
        "invalidTitle", "The request metadata specifies an invalid or empty video title.",
        "body.snippet.title")
    }
    guard YouTube.descriptionRule.objection(to: description) == nil else {
      throw .youTube(
        "invalidDescription", "The request metadata specifies an invalid video description.",
        "body.snippet.description")
    }
    let written = tags.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: ",")
    guard YouTube.tagsRule.objection(to: written) == nil else {
      throw .youTube(
        "invalidTags", "The request metadata specifies invalid video keywords.", "body.snippet.tags")
    }
    guard Self.categories.contains(category) else {
      throw .youTube(
        "invalidCategoryId", "The request metadata specifies an invalid category ID.",
        "body.snippet.categoryId")
    }
    guard ["public", "unlisted", "private"].contains(privacy) else {
      throw .google(400, "invalid", "Invalid value for status.privacyStatus: \(privacy)")
    }
    if status["publishAt"] != nil, privacy != "private" {
      throw .youTube(
        "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.",
        "body.status.publishAt")
    }
  }
}
