internal import Core

/// A comment on a publication, or an answer to one.
struct InstagramComment {
  let id: String
  let mediaID: String
  /// The comment it answers.
  let parentID: String?
  let authorID: String
  let username: String
  let text: String
  let createdAt: Instant
  var isHidden = false
}

/// Comments: read, answer, hide, delete.
extension Instagram {
  private static let commentScope = "instagram_business_manage_comments"

  func listComments(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, Self.commentScope)
    guard let item = visibleMedia(path[0]), item.accountID == account.id else {
      throw .noSuchObject(call.method, path[0])
    }
    return .json(try list(commentsOn: item.id, call.parameter("fields").map { GraphFields($0) }))
  }

  func listReplies(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let comment = try ownComment(path[0], call)
    return .json(try list(repliesTo: comment.id, call.parameter("fields").map { GraphFields($0) }))
  }

  /// A comment of the account itself, such as the first comment right after publishing.
  func createComment(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, Self.commentScope)
    guard let item = media.find(path[0]), item.accountID == account.id else {
      throw .noSuchObject(call.method, path[0])
    }
    guard item.isCommentEnabled else { throw .invalidParameter("Comments are disabled on this media") }
    return .json(["id": .string(try say(call, account, on: item.id, answering: nil))])
  }

  func createReply(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let comment = try ownComment(path[0], call)
    let account = try caller(call, Self.commentScope)
    // Answers do not nest: they all hang on the first comment.
    let parent = comment.parentID ?? comment.id
    return .json(["id": .string(try say(call, account, on: comment.mediaID, answering: parent))])
  }

  /// Hides a comment, or switches comments of a publication on or off.
  func changeObject(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    if let enabled = call.parameter("comment_enabled") {
      let account = try caller(call, Self.commentScope)
      guard media.find(path[0])?.accountID == account.id else { throw .noSuchObject(call.method, path[0]) }
      media.enableComments(path[0], enabled == "true")
      return .json(["success": true])
    }
    guard let hide = call.parameter("hide"), ["true", "false"].contains(hide) else {
      throw .invalidParameter("The parameter hide or comment_enabled is required")
    }
    let comment = try ownComment(path[0], call)
    comments[comment.id]?.isHidden = hide == "true"
    return .json(["success": true])
  }

  /// Comments can be deleted; media cannot with this kind of login.
  func deleteObject(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let comment = try ownComment(path[0], call)
    comments[comment.id] = nil
    return .json(["success": true])
  }

  func subscribe(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try owner(of: path[0], call, "instagram_business_basic")
    guard call.parameter("subscribed_fields") != nil else {
      throw .invalidParameter("The parameter subscribed_fields is required")
    }
    return .json(["success": true])
  }

  func readSubscriptions(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    _ = try owner(of: path[0], call, "instagram_business_basic")
    return .json(["data": [["id": .string(application.id), "subscribed_fields": ["comments"]]]])
  }

  func list(commentsOn mediaID: String, _ fields: GraphFields?) throws(Refusal) -> JSON {
    try list(fields) { $0.mediaID == mediaID && $0.parentID == nil }
  }

  func render(_ comment: InstagramComment, _ fields: GraphFields) throws(Refusal) -> JSON {
    var object: JSONObject = [:]
    for (field, nested) in fields.names {
      switch field {
      case "id": object[field] = .string(comment.id)
      case "text": object[field] = .string(comment.text)
      case "timestamp": object[field] = .string(comment.createdAt.graphTimestamp)
      case "username": object[field] = .string(comment.username)
      case "from": object[field] = ["id": .string(comment.authorID), "username": .string(comment.username)]
      case "hidden": object[field] = .bool(comment.isHidden)
      case "like_count": object[field] = 0
      case "media": object[field] = ["id": .string(comment.mediaID)]
      case "parent_id": object[field] = comment.parentID.map { .string($0) }
      case "replies": object[field] = try list(repliesTo: comment.id, nested)
      default: throw .nonexistentField(field, on: "IGComment")
      }
    }
    object["id"] = .string(comment.id)
    return .object(object)
  }

  private func list(repliesTo commentID: String, _ fields: GraphFields?) throws(Refusal) -> JSON {
    try list(fields) { $0.parentID == commentID }
  }

  /// The newest first.
  private func list(_ fields: GraphFields?, _ isWanted: (InstagramComment) -> Bool) throws(Refusal) -> JSON {
    let fields = fields ?? GraphFields("timestamp,text,id")
    var data: [JSON] = []
    for comment in comments.values.filter(isWanted).sorted(by: { $0.id > $1.id }) {
      data.append(try render(comment, fields))
    }
    return ["data": .array(data)]
  }

  /// A comment on one of the caller's publications.
  private func ownComment(_ id: String, _ call: Call) throws(Refusal) -> InstagramComment {
    let account = try caller(call, Self.commentScope)
    guard let comment = comments[id], media.find(comment.mediaID)?.accountID == account.id else {
      throw .noSuchObject(call.method, id)
    }
    return comment
  }

  /// Publishes a comment of the account; gives its id.
  private func say(_ call: Call, _ account: InstagramAccount, on mediaID: String, answering parentID: String?)
    throws(Refusal) -> String
  {
    guard let text = call.parameter("message"), Self.commentRule.objection(to: text) == nil else {
      throw .invalidParameter("The parameter message is required")
    }
    let publication = Publication(
      platform: name, accountID: account.id, id: makeID(), kind: parentID == nil ? "comment" : "reply",
      text: text, replyTo: parentID ?? mediaID, publishedAt: world.now)
    world.ledger.record(publication)
    comments[publication.id] = InstagramComment(
      id: publication.id, mediaID: mediaID, parentID: parentID, authorID: account.id,
      username: account.username, text: text, createdAt: publication.publishedAt)
    return publication.id
  }
}
