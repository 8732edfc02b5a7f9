internal import Core

/// The body of `POST /2/tweets`, checked as far as it can be without the state of the world.
struct XPostDraft {
  let text: String
  let mediaIDs: [String]
  let replyTo: String?
  let quoted: String?

  private static let members: Set<String> = [
    "text", "media", "reply", "quote_tweet_id", "poll", "reply_settings", "community_id",
    "share_with_followers", "edit_options", "geo", "made_with_ai", "paid_partnership", "nullcast",
    "for_super_followers_only", "card_uri", "direct_message_deep_link",
  ]
  private static let exclusive = ["media", "poll", "quote_tweet_id", "card_uri"]

  /// Throws every violation at once.
  init(_ body: JSON?) throws(Refusal) {
    guard let object = body?.object else {
      throw .xInvalid("", "", "The request body is not a JSON object.")
    }
    var violations = Self.unknownMembers(of: object, known: Self.members, at: "$")
    text = object["text"]?.string ?? ""
    replyTo = object["reply"]?["in_reply_to_tweet_id"]?.string
    quoted = object["quote_tweet_id"]?.string
    mediaIDs = (object["media"]?["media_ids"]?.array ?? []).compactMap(\.string)
    func refuse(_ parameter: String, _ value: JSON?, _ message: String) {
      violations.append(XViolation(parameter: parameter, value: value?.text ?? "", message: message))
    }
    if let given = object["text"], given.string == nil { refuse("text", given, "$.text: must be a string") }
    if Self.exclusive.filter({ object[$0] != nil }).count > 1 {
      refuse("", nil, "Only one of \(Self.exclusive.joined(separator: ", ")) may be given.")
    }
    let isAlone = Self.exclusive.allSatisfy { object[$0] == nil }
    switch X.textRule.objection(to: text, isAlone: isAlone) {
    case .blank: refuse("text", .string(text), "text or media is required.")
    case .long:
      refuse(
        "text", .string(text),
        "Your Tweet text is too long. For more information on how Twitter determines text length see "
          + "https://github.com/twitter/twitter-text.")
    case .character: refuse("text", .string(text), "$.text: contains invalid characters")
    case .tags: refuse("text", .string(text), "A post may have one cashtag.")
    case nil: break
    }
    if let media = object["media"] { violations += Self.violations(ofMedia: media, count: mediaIDs.count) }
    if let reply = object["reply"] { violations += Self.violations(ofReply: reply) }
    if let poll = object["poll"] { violations += Self.violations(ofPoll: poll) }
    if let who = object["reply_settings"],
      !["following", "mentionedUsers", "subscribers", "verified"].contains(who.string)
    {
      refuse("reply_settings", who, "$.reply_settings: does not have a value in the enumeration")
    }
    guard violations.isEmpty else { throw .xInvalid(violations) }
  }

  private static func unknownMembers(of object: JSONObject, known: Set<String>, at path: String)
    -> [XViolation]
  {
    object.members.filter { !known.contains($0.name) }.map { member in
      XViolation(
        parameter: "\(path).\(member.name)", value: member.value.text,
        message: "\(path).\(member.name): is not defined in the schema and the schema does not allow "
          + "additional properties")
    }
  }

  private static func violations(ofMedia media: JSON, count: Int) -> [XViolation] {
    var violations = unknownMembers(
      of: media.object ?? [:], known: ["media_ids", "tagged_user_ids"], at: "$.media")
    if !(1...4).contains(count) || count != media["media_ids"]?.array?.count {
      violations.append(
        XViolation(
          parameter: "media.media_ids", value: media["media_ids"]?.text ?? "",
          message: "$.media.media_ids: must be 1 to 4 strings"))
    }
    if (media["tagged_user_ids"]?.array?.count ?? 0) > 10 {
      violations.append(
        XViolation(
          parameter: "media.tagged_user_ids", value: "", message: "$.media.tagged_user_ids: at most 10"))
    }
    return violations
  }

  private static func violations(ofReply reply: JSON) -> [XViolation] {
    var violations = unknownMembers(
      of: reply.object ?? [:],
      known: ["in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"],
      at: "$.reply")
    let id = reply["in_reply_to_tweet_id"]?.string ?? ""
    if !(1...19).contains(id.utf8.count) || UInt64(id) == nil {
      violations.append(
        XViolation(
          parameter: "reply.in_reply_to_tweet_id", value: id,
          message: "$.reply.in_reply_to_tweet_id: does not match the regex pattern ^[0-9]{1,19}$"))
    }
    return violations
  }

  private static func violations(ofPoll poll: JSON) -> [XViolation] {
    let options = (poll["options"]?.array ?? []).compactMap(\.string)
    let minutes = poll["duration_minutes"]?.integer ?? 0
    guard (2...4).contains(options.count), options.allSatisfy({ X.pollRule.objection(to: $0) == nil }),
      (5...10_080).contains(minutes)
    else {
      return [
        XViolation(
          parameter: "poll", value: poll.text,
          message: "$.poll: 2 to 4 options of up to 25 characters, for 5 to 10080 minutes")
      ]
    }
    return []
  }
}
