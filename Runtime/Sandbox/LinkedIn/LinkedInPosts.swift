internal import Core
internal import HTTPServer

/// Posts: create, edit, delete, read back.
extension LinkedIn {
  func createPost(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let draft = try LinkedInPostDraft(call.json)
    try checkAuthor(draft.author, call, "partnerApiPostsExternal.CREATE.20260901")
    for urn in draft.media { try checkAsset(urn, of: draft.author) }
    let now = world.now
    let type = draft.kind == "video" || draft.kind == "multi_image" ? "ugcPost" : "share"
    let post = LinkedInPost(
      urn: "urn:li:\(type):\(feed.makeNumber(at: now))", author: draft.author, commentary: draft.commentary,
      content: draft.content, createdAt: now, visibleAt: world.visibleFromNow)
    if !world.conditions.allowsDuplicates, let original = feed.original(of: post) {
      throw .linkedInDuplicate(of: original)
    }
    try countPost(draft.author)
    world.ledger.record(
      Publication(
        platform: name, accountID: draft.author, id: post.urn, kind: draft.kind, text: draft.text.shown,
        media: draft.media, source: draft.content?["article"]?["source"]?.string, publishedAt: now))
    feed.insert(post)
    return .now(
      HTTPReply(status: 201, headers: [("x-restli-id", post.urn), ("x-linkedin-id", post.urn)], body: []))
  }

  /// An author's posts: those of an organization to its administrators, those of members to nobody here.
  func listPosts(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard call.query("q") == "author", let author = call.query("author") else {
      throw .linkedInField("q", "MISSING_FIELD", "q=author and author are required")
    }
    try checkReader(author, call, "partnerApiPostsExternal.FINDER-author.20260901")
    return .json(try page(feed.list(author, at: world.now).map(render), call))
  }

  func readPost(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    guard let post = feed.find(path[0]), post.visibleAt <= world.now else {
      throw .linkedIn(404, "NOT_FOUND", "Could not find entity")
    }
    try checkReader(post.author, call, "partnerApiPostsExternal.GET.20260901")
    return .json(render(post))
  }

  func editPost(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    guard call.request.header("x-restli-method")?.uppercased() == "PARTIAL_UPDATE",
      let commentary = call.json?["patch"]?["$set"]?["commentary"]?.string
    else { throw .linkedInField("patch", "MISSING_FIELD", "a PARTIAL_UPDATE of commentary is required") }
    guard let post = feed.find(path[0]) else { throw .linkedIn(404, "NOT_FOUND", "Could not find entity") }
    try checkAuthor(post.author, call, "partnerApiPostsExternal.PARTIAL_UPDATE.20260901")
    feed.edit(post.urn, commentary)
    return .now(HTTPReply(status: 204, headers: [], body: []))
  }

  /// What is not there counts as deleted.
  func deletePost(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, [], for: "partnerApiPostsExternal.DELETE.20260901")
    if let post = feed.find(path[0]) {
      try checkAuthor(post.author, call, "partnerApiPostsExternal.DELETE.20260901")
      feed.remove(post.urn)
    }
    return .now(HTTPReply(status: 204, headers: [], body: []))
  }

  /// Whether the caller may publish as this member or organization.
  func checkAuthor(_ author: String, _ call: Call, _ resource: String) throws(Refusal) {
    let token = try caller(call, [], for: resource)
    let isAllowed =
      author == token.member.urn && token.scopes.contains("w_member_social")
      || author == token.member.organization && token.scopes.contains("w_organization_social")
    guard isAllowed else { throw .linkedInAccess(resource) }
  }

  /// Whether the caller may read what this member or organization published.
  func checkReader(_ author: String, _ call: Call, _ resource: String) throws(Refusal) {
    let token = try caller(call, [], for: resource)
    let isAllowed =
      author == token.member.urn && token.scopes.contains("r_member_social")
      || author == token.member.organization && token.scopes.contains("r_organization_social")
    guard isAllowed else { throw .linkedInAccess(resource) }
  }

  private func checkAsset(_ urn: String, of author: String) throws(Refusal) {
    let isVideo = urn.hasPrefix("urn:li:video:")
    guard let asset = assets[urn], asset.owner == author else {
      throw .linkedInField(
        "content/media/id", isVideo ? "INVALID_VIDEO_ID" : "INVALID_IMAGE_ID", "\(urn) is not there")
    }
    switch asset.status(at: world.now) {
    case "AVAILABLE": return
    case "PROCESSING_FAILED":
      throw .linkedIn(400, "MEDIA_ASSET_PROCESSING_FAILED", "Media asset \(urn) failed processing")
    default: throw .linkedIn(400, "MEDIA_ASSET_WAITING_UPLOAD", "Media asset \(urn) is waiting upload")
    }
  }

  /// 150 posts of a member on a day of UTC.
  private func countPost(_ author: String) throws(Refusal) {
    guard world.settings.enforcesRateLimits else { return }
    let day = world.now.seconds / 86_400
    let standing = windows.take(
      "posts \(author) \(day)", limit: 150, per: .seconds(86_400), at: world.now)
    guard standing.isAllowed else { throw .linkedInLimit }
  }

  private func render(_ post: LinkedInPost) -> JSON {
    let time = JSON.integer(post.createdAt.microseconds / 1000)
    var object: JSONObject = [
      "id": .string(post.urn), "author": .string(post.author), "commentary": .string(post.commentary),
      "createdAt": time, "publishedAt": time, "lastModifiedAt": time, "visibility": "PUBLIC",
      "lifecycleState": "PUBLISHED",
      "distribution": ["feedDistribution": "MAIN_FEED", "thirdPartyDistributionChannels": []],
      "isReshareDisabledByAuthor": false, "lifecycleStateInfo": ["isEditedByAuthor": false],
    ]
    object["content"] = post.content
    return .object(object)
  }
}
