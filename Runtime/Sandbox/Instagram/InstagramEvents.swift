internal import Core
internal import HTTPServer
internal import NIOCore

/// What comes from outside: other people's comments, and the records of earlier runs.
extension Instagram {
  /// Adds somebody's comment and reports it by webhook. `webhook_status` is the status of the first delivery,
  /// or `unreachable`, `unverified` (the handshake failed) or `none` (nobody is registered).
  func receiveComment(_ order: JSON) throws(ControlError) -> Answer {
    guard let text = order["text"]?.string, !text.isEmpty else { throw ControlError("text: required") }
    guard let item = order["media_id"]?.string.flatMap(media.find) else {
      throw ControlError("media_id: the id of something published here")
    }
    let parentID = order["parent_id"]?.string
    guard parentID.map({ comments[$0]?.mediaID == item.id }) ?? true else {
      throw ControlError("parent_id: the id of a comment on that media")
    }
    var manner = MetaWebhook.Manner()
    manner.copies = Int(order["deliveries"]?.integer ?? 1)
    guard (0...100).contains(manner.copies) else { throw ControlError("deliveries: from 0 to 100") }
    manner.hasBadSignature = order["bad_signature"]?.bool ?? false
    manner.escapesUnicode = order["escape_unicode"]?.bool ?? true
    let username = order["username"]?.string ?? "ana"
    let comment = InstagramComment(
      id: makeID(), mediaID: item.id, parentID: parentID,
      authorID: StableID.make("55", digits: 14, of: "instagram person:" + username), username: username,
      text: text, createdAt: world.now)
    comments[comment.id] = comment
    world.remember(name, "comment", comment.record)
    guard let webhook, manner.copies > 0 else {
      return .json(201, ["id": .string(comment.id), "webhook_status": "none"])
    }
    let event = event(of: comment, on: item, isFlat: order["flat"]?.bool ?? false)
    return .later(
      webhook.deliver(event, manner).map { status in
        .json(201, ["id": .string(comment.id), "webhook_status": status])
      })
  }

  /// Instagram Login puts the change on the entry itself in some payloads (`isFlat`): receivers must take both.
  private func event(of comment: InstagramComment, on item: InstagramMedia, isFlat: Bool) -> JSON {
    var value: JSONObject = [
      "id": .string(comment.id),
      "from": ["id": .string(comment.authorID), "username": .string(comment.username)],
      "text": .string(comment.text),
      "media": ["id": .string(item.id), "media_product_type": .string(item.productType)],
    ]
    if let parentID = comment.parentID { value["parent_id"] = .string(parentID) }
    let change: JSONObject = ["field": "comments", "value": .object(value)]
    var entry: JSONObject = ["id": .string(item.accountID), "time": .integer(world.now.seconds)]
    if isFlat {
      entry = JSONObject(entry.members + change.members)
    } else {
      entry["changes"] = [.object(change)]
    }
    return ["object": "instagram", "entry": [.object(entry)]]
  }

  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "token":
      guard let username = tokens.restore(record) else { return }
      let account = InstagramAccount(username: username)
      accounts[account.id] = account
    case "container":
      guard let container = InstagramContainer(record) else { return }
      containers[container.id] = container
    case "comment":
      guard let comment = InstagramComment(record) else { return }
      comments[comment.id] = comment
    default: break
    }
  }

  func restore(_ publication: Publication) {
    guard publication.kind != "comment", publication.kind != "reply" else {
      restoreComment(publication)
      return
    }
    insert(publication, visibleAt: publication.publishedAt)
    if let source = publication.source { containers[source]?.publishedAt = publication.publishedAt }
  }

  private func restoreComment(_ publication: Publication) {
    guard let target = publication.replyTo else { return }
    let parent = publication.kind == "reply" ? comments[target] : nil
    comments[publication.id] = InstagramComment(
      id: publication.id, mediaID: parent?.mediaID ?? target, parentID: parent?.id,
      authorID: publication.accountID, username: accounts[publication.accountID]?.username ?? "",
      text: publication.text, createdAt: publication.publishedAt)
  }
}

extension InstagramComment {
  /// As `init(_:)` reads it.
  fileprivate var record: JSONObject {
    [
      "id": .string(id), "media": .string(mediaID), "parent": JSON(parentID), "author": .string(authorID),
      "username": .string(username), "text": .string(text), "created": .integer(createdAt.microseconds),
    ]
  }

  fileprivate init?(_ record: JSON) {
    guard let id = record["id"]?.string, let mediaID = record["media"]?.string,
      let authorID = record["author"]?.string, let username = record["username"]?.string,
      let text = record["text"]?.string, let created = record["created"]?.integer
    else { return nil }
    self.init(
      id: id, mediaID: mediaID, parentID: record["parent"]?.string, authorID: authorID, username: username,
      text: text, createdAt: Instant(microseconds: created))
  }
}
