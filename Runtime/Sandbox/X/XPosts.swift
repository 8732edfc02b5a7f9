internal import Core
internal import HTTPServer

/// Posts: create, delete, read back.
extension X {
  func createPost(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let caller = try caller(call, "tweet.read", "tweet.write", "users.read")
    let draft = try XPostDraft(call.json)
    let now = world.now
    guard draft.mediaIDs.allSatisfy({ uploads[$0]?.isUsable(by: caller.accountID, at: now) ?? false }) else {
      throw .xInvalid("media.media_ids", "\(draft.mediaIDs)", "Your media IDs are invalid.")
    }
    try checkReply(draft.replyTo, by: caller)
    if let quoted = draft.quoted, timeline.find(quoted) == nil {
      throw .xInvalid("quote_tweet_id", quoted, "The Tweet you are quoting does not exist.")
    }
    if !world.conditions.allowsDuplicates,
      timeline.isDuplicate(draft.text, replyTo: draft.replyTo, by: caller.accountID, at: now)
    {
      throw .xForbidden("You are not allowed to create a Tweet with duplicate content.")
    }
    let post = XPost(
      id: timeline.makeID(at: now), authorID: caller.accountID, text: draft.text, replyTo: draft.replyTo,
      quoted: draft.quoted, mediaIDs: draft.mediaIDs, createdAt: now, visibleAt: world.visibleFromNow)
    world.ledger.record(
      Publication(
        platform: name, accountID: caller.accountID, id: post.id,
        kind: draft.replyTo == nil ? "post" : "reply", text: draft.text, replyTo: draft.replyTo,
        media: draft.mediaIDs, publishedAt: now))
    timeline.insert(post)
    return .json(201, ["data": render(post, [])])
  }

  func deletePost(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let caller = try caller(call, "tweet.read", "tweet.write", "users.read")
    guard let post = timeline.find(path[0]) else {
      return .json(["errors": [XErrors.notFound("tweet", path[0])]])
    }
    guard post.authorID == caller.accountID else {
      throw .xForbidden("You are not authorized to delete this Tweet.")
    }
    timeline.remove(post.id)
    return .json(["data": ["deleted": true]])
  }

  func findPost(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, "tweet.read", "users.read")
    guard let post = timeline.find(path[0]), post.visibleAt <= world.now else {
      return .json(["errors": [XErrors.notFound("tweet", path[0])]])
    }
    return .json(["data": render(post, call.list("tweet.fields"))])
  }

  func findPosts(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, "tweet.read", "users.read")
    let ids = call.list("ids")
    guard (1...100).contains(ids.count) else {
      throw .xInvalid(
        "ids", call.query("ids") ?? "",
        "The number of values in the `ids` query parameter list must be 1 to 100")
    }
    var found: [JSON] = []
    var missing: [JSON] = []
    for id in ids {
      if let post = timeline.find(id), post.visibleAt <= world.now {
        found.append(render(post, call.list("tweet.fields")))
      } else {
        missing.append(XErrors.notFound("tweet", id))
      }
    }
    var body: JSONObject = [:]
    if !found.isEmpty { body["data"] = .array(found) }
    if !missing.isEmpty { body["errors"] = .array(missing) }
    return .json(.object(body))
  }

  /// A user's posts, the newest first; the page token is the id of the last post of the page before.
  func listPosts(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, "tweet.read", "users.read")
    guard usernames[path[0]] != nil else { return .json(["errors": [XErrors.notFound("user", path[0])]]) }
    let wanted = call.query("max_results") ?? "10"
    guard let size = Int(wanted), (5...100).contains(size) else {
      throw .xInvalid(
        "max_results", wanted, "The `max_results` query parameter value [\(wanted)] is not between 5 and 100")
    }
    let before = call.query("pagination_token") ?? call.query("until_id")
    let limits = (before: before.flatMap { UInt64($0) }, since: call.query("since_id").flatMap { UInt64($0) })
    let withoutReplies = call.list("exclude").contains("replies")
    var page: [XPost] = []
    var hasMore = false
    for post in timeline.list(path[0], at: world.now) {
      let id = UInt64(post.id) ?? 0
      if let since = limits.since, id <= since { break }
      if let before = limits.before, id >= before { continue }
      if withoutReplies, post.replyTo != nil { continue }
      guard page.count < size else {
        hasMore = true
        break
      }
      page.append(post)
    }
    return .json(render(page, hasMore: hasMore, call.list("tweet.fields")))
  }

  /// One may answer oneself, or somebody whose post mentions one.
  private func checkReply(_ target: String?, by caller: XTokens.Access) throws(Refusal) {
    guard let target else { return }
    guard let post = timeline.find(target) else {
      throw .xForbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    }
    let isSummoned = post.text.lowercased().contains("@" + caller.username.lowercased())
    guard post.authorID == caller.accountID || isSummoned else {
      throw .xForbidden("You are not permitted to reply: the author has not mentioned or quoted you.")
    }
  }

  private func render(_ page: [XPost], hasMore: Bool, _ fields: [String]) -> JSON {
    guard let newest = page.first, let oldest = page.last else { return ["meta": ["result_count": 0]] }
    var meta: JSONObject = [
      "result_count": JSON(page.count), "newest_id": .string(newest.id), "oldest_id": .string(oldest.id),
    ]
    if hasMore { meta["next_token"] = .string(oldest.id) }
    return ["data": .array(page.map { render($0, fields) }), "meta": .object(meta)]
  }

  /// The default fields, and those asked for that are simulated.
  private func render(_ post: XPost, _ fields: [String]) -> JSON {
    let mediaKeys = post.mediaIDs.map { uploads[$0]?.mediaKey ?? "3_\($0)" }
    let shown = XText(of: post, author: usernames[post.authorID] ?? "i", mediaKeys: mediaKeys)
    var object: JSONObject = [
      "id": .string(post.id), "text": .string(shown.text), "edit_history_tweet_ids": [.string(post.id)],
    ]
    for field in fields {
      switch field {
      case "created_at": object[field] = .string(post.createdAt.inMilliseconds)
      case "author_id": object[field] = .string(post.authorID)
      case "conversation_id": object[field] = .string(conversationID(of: post))
      case "in_reply_to_user_id":
        object[field] = post.replyTo.flatMap(timeline.find).map { .string($0.authorID) }
      case "referenced_tweets": object[field] = references(of: post)
      case "attachments":
        if !mediaKeys.isEmpty { object[field] = ["media_keys": .array(mediaKeys.map { .string($0) })] }
      case "entities": if !shown.urls.isEmpty { object[field] = ["urls": .array(shown.urls)] }
      case "public_metrics":
        object[field] = [
          "retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0, "bookmark_count": 0,
          "impression_count": 0,
        ]
      default: break
      }
    }
    return .object(object)
  }

  private func references(of post: XPost) -> JSON? {
    let kinds = [("replied_to", post.replyTo), ("quoted", post.quoted)]
    let references = kinds.compactMap { kind, id in
      id.map { ["type": .string(kind), "id": .string($0)] as JSON }
    }
    return references.isEmpty ? nil : .array(references)
  }

  /// The first post of the thread.
  private func conversationID(of post: XPost) -> String {
    var root = post
    while let parent = root.replyTo.flatMap(timeline.find) { root = parent }
    return root.id
  }
}

extension Instant {
  /// RFC 3339 with exactly three fractional digits, as X writes times.
  fileprivate var inMilliseconds: String {
    let whole = Instant(seconds: seconds).description.dropLast()
    let fraction = String((microseconds - seconds * 1_000_000) / 1000 + 1000).dropFirst()
    return "\(whole).\(fraction)Z"
  }
}
