internal import Core
internal import HTTPServer

/// Comments below posts.
extension LinkedIn {
  func createComment(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let body = call.json
    let actor = body?["actor"]?.string ?? ""
    let text = body?["message"]?["text"]?.string ?? ""
    guard let post = feed.find(path[0]), post.visibleAt <= world.now || post.author == actor else {
      throw .linkedIn(404, "NOT_FOUND", "Unable to obtain activity for \(path[0])")
    }
    guard body?["object"]?.string == path[0] else {
      throw .linkedInField("object", "INVALID_VALUE_FOR_FIELD", "object is not what the address names")
    }
    guard Self.commentRule.objection(to: text) == nil else {
      throw .linkedInField("message/text", "FIELD_LENGTH_TOO_LONG", "a comment has 1 to 1250 characters")
    }
    try checkAuthor(actor, call, "socialActions.comments.CREATE")
    let number = feed.makeNumber(at: world.now)
    let comment = LinkedInComment(
      id: "urn:li:comment:(\(path[0]),\(number))", actor: actor, post: path[0], text: text,
      createdAt: world.now, visibleAt: world.visibleFromNow)
    world.ledger.record(
      Publication(
        platform: name, accountID: actor, id: comment.id, kind: "comment", text: text, replyTo: path[0],
        publishedAt: world.now))
    feed.insert(comment)
    return .now(.json(201, render(comment), [("x-restli-id", number)]))
  }

  func listComments(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    guard let post = feed.find(path[0]) else { throw .linkedIn(404, "NOT_FOUND", "Could not find entity") }
    try checkReader(post.author, call, "socialActions.comments.GET_ALL")
    return .json(try page(feed.listComments(path[0], at: world.now).map(render), call))
  }

  func deleteComment(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    try checkAuthor(call.query("actor") ?? "", call, "socialActions.comments.DELETE")
    feed.removeComment(path[1], of: path[0])
    return .now(HTTPReply(status: 204, headers: [], body: []))
  }

  private func render(_ comment: LinkedInComment) -> JSON {
    let number = comment.id.dropLast().split(separator: ",").last.map(String.init) ?? ""
    return [
      "id": .string(number), "commentUrn": .string(comment.id), "actor": .string(comment.actor),
      "object": .string(comment.post), "message": ["attributes": [], "text": .string(comment.text)],
      "created": ["actor": .string(comment.actor), "time": .integer(comment.createdAt.microseconds / 1000)],
    ]
  }
}
