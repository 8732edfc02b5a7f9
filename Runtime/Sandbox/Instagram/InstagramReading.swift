internal import Core

/// Reading objects by id, and lists.
extension Instagram {
  func readObject(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try caller(call)
    let fields = GraphFields(call.parameter("fields") ?? "id")
    if ["me", account.id, account.appScopedID].contains(path[0]) {
      return .json(try render(account, fields))
    }
    if let container = containers[path[0]], container.accountID == account.id {
      return .json(try render(container, fields))
    }
    if let item = visibleMedia(path[0]), item.accountID == account.id {
      return .json(try render(item, fields))
    }
    if let comment = comments[path[0]], media.find(comment.mediaID)?.accountID == account.id {
      return .json(try render(comment, fields))
    }
    throw .noSuchObject(call.method, path[0])
  }

  /// An account's media, the newest first; the cursor is the id of the last one of the page before.
  /// Stories are not among them.
  func listMedia(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    try list(call, path) { $0.kind != "story" }
  }

  /// Those of the last 24 hours.
  func listStories(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let now = world.now
    return try list(call, path) { $0.kind == "story" && now - $0.publishedAt < .seconds(86_400) }
  }

  private func list(_ call: Call, _ path: [String], _ isWanted: @escaping (InstagramMedia) -> Bool)
    throws(Refusal)
    -> Answer
  {
    let account = try owner(of: path[0], call, "instagram_business_basic")
    let fields = GraphFields(call.parameter("fields") ?? "id")
    guard let limit = Int(call.query("limit") ?? "25"), (1...100).contains(limit) else {
      throw .invalidParameter("limit must be from 1 to 100")
    }
    let after = call.query("after").flatMap(Self.cursor)
    let now = world.now
    let seen = media.list(account.id).lazy.filter { item in
      isWanted(item) && item.visibleAt <= now && (after.map { last in (Int64(item.id) ?? 0) < last } ?? true)
    }
    let page = Array(seen.prefix(limit + 1))
    var data: [JSON] = []
    for item in page.prefix(limit) { data.append(try render(item, fields)) }
    guard let first = page.first, let last = page.prefix(limit).last else { return .json(["data": []]) }
    var paging: JSONObject = [
      "cursors": ["before": .string(Self.cursor(first.id)), "after": .string(Self.cursor(last.id))]
    ]
    if page.count > limit {
      let query = call.query.filter { $0.name != "after" }.map { ($0.name, $0.value) }
      let next = URLForm.encode(query + [("after", Self.cursor(last.id))])
      paging["next"] = .string("https://graph.instagram.com/\(call.path.joined(separator: "/"))?\(next)")
    }
    return .json(["data": .array(data), "paging": .object(paging)])
  }

  /// Published media that reads can find already.
  func visibleMedia(_ id: String) -> InstagramMedia? {
    media.find(id).flatMap { $0.visibleAt <= world.now ? $0 : nil }
  }

  /// Cursors are opaque text.
  private static func cursor(_ id: String) -> String { Base64.urlEncode(Array(id.utf8)) }

  private static func cursor(_ text: String) -> Int64? {
    Base64.urlDecode(text).flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
  }

  private func render(_ account: InstagramAccount, _ fields: GraphFields) throws(Refusal) -> JSON {
    var object: JSONObject = [:]
    for (field, _) in fields.names {
      switch field {
      case "id": object[field] = .string(account.appScopedID)
      case "user_id": object[field] = .string(account.id)
      case "username", "name": object[field] = .string(account.username)
      case "account_type": object[field] = .string(account.type)
      case "profile_picture_url":
        object[field] = .string("https://scontent.cdninstagram.com/\(account.username).jpg")
      case "followers_count", "follows_count": object[field] = 0
      case "media_count": object[field] = JSON(media.count(of: account.id))
      default: throw .nonexistentField(field, on: "IGUser")
      }
    }
    object["id"] = .string(account.appScopedID)
    return .object(object)
  }

  private func render(_ container: InstagramContainer, _ fields: GraphFields) throws(Refusal) -> JSON {
    var container = container
    // Until a publication shows in reads, its container looks as before.
    if let time = container.publishedAt, time + world.conditions.readLag > world.now {
      container.publishedAt = nil
    }
    let status = container.status(at: world.now)
    var object: JSONObject = [:]
    for (field, _) in fields.names {
      switch field {
      case "id": object[field] = .string(container.id)
      case "status_code": object[field] = .string(status.rawValue)
      case "status": object[field] = .string(status.sentence)
      default: throw .nonexistentField(field, on: "IGContainer")
      }
    }
    object["id"] = .string(container.id)
    return .object(object)
  }

  private func render(_ item: InstagramMedia, _ fields: GraphFields) throws(Refusal) -> JSON {
    var object: JSONObject = [:]
    for (field, nested) in fields.names {
      switch field {
      case "id", "ig_id": object[field] = .string(item.id)
      case "caption": object[field] = item.caption.isEmpty ? nil : .string(item.caption)
      case "media_type": object[field] = .string(item.mediaType)
      case "media_product_type": object[field] = .string(item.productType)
      case "media_url": object[field] = item.urls.first.map { .string($0) }
      case "permalink": object[field] = .string(item.permalink)
      case "shortcode": object[field] = .string(item.shortcode)
      case "timestamp": object[field] = .string(item.publishedAt.graphTimestamp)
      case "username": object[field] = accounts[item.accountID].map { .string($0.username) }
      case "owner": object[field] = ["id": .string(item.accountID)]
      case "like_count": object[field] = 0
      case "comments_count": object[field] = JSON(comments.values.count { $0.mediaID == item.id })
      case "is_comment_enabled": object[field] = .bool(item.isCommentEnabled)
      case "comments": object[field] = try list(commentsOn: item.id, nested)
      default: throw .nonexistentField(field, on: "IGMedia")
      }
    }
    object["id"] = .string(item.id)
    return .object(object)
  }
}

extension Refusal {
  static func nonexistentField(_ field: String, on type: String) -> Refusal {
    invalidParameter("Tried accessing nonexisting field (\(field)) on node type (\(type))")
  }
}
