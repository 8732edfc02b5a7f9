internal import Core

/// Reading objects by id, lists, deleting, and the records of earlier runs.
extension Facebook {
  private static let readScope = "pages_read_engagement"

  func readObject(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let token = try validToken(parameters)
    let fields = GraphFields(parameters["fields"] ?? "id")
    if path[0] == "me", token.page == nil {
      return .json(["id": .string(token.userID), "name": .string(token.username)])
    }
    let page = try page("me", parameters, Self.readScope)
    if ["me", page.id].contains(path[0]) {
      return .json([
        "id": .string(page.id), "name": .string(page.name), "username": .string(page.name),
      ])
    }
    if let video = videos[path[0]], video.pageID == page.id { return .json(try render(video, fields)) }
    if let post = wall.find(path[0]), post.pageID == page.id, post.visibleAt <= world.now {
      return .json(try render(post, fields))
    }
    if let comment = wall.comments[path[0]], comment.pageID == page.id {
      return .json(try render(comment, page, fields))
    }
    throw .noSuchObject(call.method, path[0])
  }

  /// A page's posts without its stories, the newest first.
  func listPosts(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page(path[0], parameters, Self.readScope)
    let fields = GraphFields(parameters["fields"] ?? "id,message,created_time")
    let since = parameters["since"].flatMap { Int64($0) }.map { Instant(seconds: $0) }
    let posts = wall.list(page.id).filter { post in
      post.kind != "story" && post.visibleAt <= world.now && since.map { post.publishedAt >= $0 } ?? true
    }
    return try list(posts, call) { post throws(Refusal) in try render(post, fields) }
  }

  func listStories(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let page = try page(path[0], GraphParameters(call), Self.readScope)
    let stories = wall.list(page.id).filter { $0.kind == "story" && $0.visibleAt <= world.now }
    return try list(stories, call) { story throws(Refusal) in
      [
        "post_id": .string(story.id), "media_id": JSON(story.source),
        "media_type": story.source.flatMap { videos[$0] } == nil ? "photo" : "video",
        "status": world.now - story.publishedAt < .seconds(86_400) ? "published" : "archived",
        "creation_time": .string(String(story.publishedAt.seconds)),
        "url": .string("https://www.facebook.com/stories/\(page.id)/\(story.id)"),
      ]
    }
  }

  func listComments(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    let page = try page("me", parameters, Self.readScope)
    guard owner(of: path[0]) == page.id else { throw .noSuchObject(call.method, path[0]) }
    let fields = GraphFields(parameters["fields"] ?? "id,message,created_time")
    let comments = wall.comments(on: path[0]).filter { $0.visibleAt <= world.now }
    return try list(comments, call) { comment throws(Refusal) in try render(comment, page, fields) }
  }

  /// A page of a list; the cursor is the number of the items before it.
  private func list<Item>(
    _ items: [Item], _ call: Call, _ render: (Item) throws(Refusal) -> JSON
  ) throws(Refusal) -> Answer {
    guard let limit = Int(call.query("limit") ?? "25"), (1...100).contains(limit) else {
      throw .invalidParameter("limit must be from 1 to 100")
    }
    let start =
      call.query("after").flatMap { Base64.urlDecode($0) }
      .flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    var data: [JSON] = []
    for item in items.dropFirst(start).prefix(limit) { data.append(try render(item)) }
    guard !data.isEmpty else { return .json(["data": []]) }
    let after = Base64.urlEncode(Array(String(start + data.count).utf8))
    var paging: JSONObject = ["cursors": ["before": "QVFI", "after": .string(after)]]
    if start + data.count < items.count {
      paging["next"] = .string(
        "https://graph.facebook.com/\(call.path.joined(separator: "/"))?after=\(after)")
    }
    return .json(["data": .array(data), "paging": .object(paging)])
  }

  func deleteObject(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let page = try page("me", GraphParameters(call), Self.publishScope)
    guard owner(of: path[0]) == page.id else { throw .noSuchObject(call.method, path[0]) }
    remove(path[0])
    world.remember(name, "deleted", ["id": .string(path[0])])
    return .json(["success": true])
  }

  private func remove(_ id: String) {
    wall.remove(id)
    videos[id] = nil
  }

  private func render(_ post: FacebookPost, _ fields: GraphFields) throws(Refusal) -> JSON {
    var object: JSONObject = [:]
    for (field, _) in fields.names {
      switch field {
      case "id": break
      case "message": object[field] = post.message.isEmpty ? nil : .string(post.message)
      case "created_time": object[field] = .string(post.publishedAt.graphTimestamp)
      case "permalink_url": object[field] = .string(Self.address(of: post.id))
      case "from": object[field] = ["id": .string(post.pageID)]
      case "is_published": object[field] = true
      default: throw .nonexistentField(field, on: "PagePost")
      }
    }
    object["id"] = .string(post.id)
    return .object(object)
  }

  /// The address of a video has no host.
  private func render(_ video: FacebookVideo, _ fields: GraphFields) throws(Refusal) -> JSON {
    var object: JSONObject = [:]
    let status = status(of: video)
    for (field, _) in fields.names {
      switch field {
      case "id": break
      case "status": object[field] = status
      case "published": object[field] = .bool(status["video_status"]?.string == "ready")
      case "description": object[field] = .string(video.message)
      case "from": object[field] = ["id": .string(video.pageID)]
      case "created_time": object[field] = .string(video.begunAt.graphTimestamp)
      case "permalink_url":
        object[field] = .string(
          video.kind == "reel" ? "/reel/\(video.id)/" : "/\(video.pageID)/videos/\(video.id)/")
      default: throw .nonexistentField(field, on: "Video")
      }
    }
    object["id"] = .string(video.id)
    return .object(object)
  }

  private func render(_ comment: FacebookComment, _ page: FacebookPage, _ fields: GraphFields) throws(Refusal)
    -> JSON
  {
    var object: JSONObject = [:]
    for (field, _) in fields.names {
      switch field {
      case "id": break
      case "message": object[field] = .string(comment.message)
      case "created_time": object[field] = .string(comment.createdAt.graphTimestamp)
      case "from": object[field] = ["id": .string(page.id), "name": .string(page.name)]
      case "is_hidden": object[field] = false
      case "can_hide", "can_comment": object[field] = true
      default: throw .nonexistentField(field, on: "Comment")
      }
    }
    object["id"] = .string(comment.id)
    return .object(object)
  }

  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "token": tokens.restore(record)
    case "revoked": tokens.revoke(record["username"]?.string ?? "")
    case "photo":
      guard let photo = FacebookPhoto(record) else { return }
      photos[photo.id] = photo
    case "video":
      guard let video = FacebookVideo(record) else { return }
      videos[video.id] = video
    case "deleted": deleted.insert(record["id"]?.string ?? "")
    default: break
    }
  }

  /// Photos of a post are used; which ones they were is told by their addresses.
  func restore(_ publication: Publication) {
    guard !deleted.contains(publication.id) else { return remove(publication.id) }
    insert(publication, visibleAt: publication.publishedAt)
    for address in publication.media {
      let unused = photos.values.first {
        $0.address == address && $0.pageID == publication.accountID && $0.postID == nil
      }
      if let unused { photos[unused.id]?.postID = publication.id }
    }
  }
}
