internal import Core

/// One thing that became public: a line of the ledger.
struct Publication {
  let platform: String
  /// The platform's id of the account that published it.
  let accountID: String
  /// The platform's id of what was published.
  let id: String
  /// In the platform's words: "post", "reply", "image", "reel", "comment", …
  let kind: String
  let text: String
  /// The id it answers.
  var replyTo: String?
  /// Media ids or addresses, in order.
  var media: [String] = []
  /// The intermediate object it was made from, where the platform has one (Instagram's container).
  var source: String?
  let publishedAt: Instant
  /// The `traceparent` of the request that published it; nil when it had none.
  var traceParent: String?
}

extension Publication {
  var json: JSON {
    [
      "platform": .string(platform), "account_id": .string(accountID), "id": .string(id),
      "kind": .string(kind), "text": .string(text), "reply_to": JSON(replyTo),
      "media": .array(media.map { .string($0) }), "source": JSON(source),
      "published_at": .string(publishedAt.description), "traceparent": JSON(traceParent),
    ]
  }

  /// Reads a line of the ledger; nil when it is not one.
  init?(_ json: JSON) {
    guard let platform = json["platform"]?.string, let accountID = json["account_id"]?.string,
      let id = json["id"]?.string, let kind = json["kind"]?.string, let text = json["text"]?.string,
      let time = json["published_at"]?.string, let publishedAt = Instant(time)
    else { return nil }
    self.init(
      platform: platform, accountID: accountID, id: id, kind: kind, text: text,
      replyTo: json["reply_to"]?.string, media: (json["media"]?.array ?? []).compactMap(\.string),
      source: json["source"]?.string, publishedAt: publishedAt,
      traceParent: json["traceparent"]?.string)
  }
}
