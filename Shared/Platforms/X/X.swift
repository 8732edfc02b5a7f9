internal import Core
internal import HTTPClient

/// X, API v2 (https://docs.x.com/x-api).
///
/// A post has up to four images, one GIF or one video. Options, all of the first part of a thread: `reply_settings`
/// (`following`, `mentionedUsers`, `subscribers`, `verified`), `poll` (`options`, `duration_minutes`),
/// `quote_tweet_id`, `made_with_ai`, `paid_partnership`.
struct X: Connector {
  let world: World
  let application: Application

  let id = "x"
  let name = "X"
  /// Uploads of images are quick: the second and a half that a message may be early covers them. Videos and GIFs
  /// are converted.
  func preparationTime(of content: Content) -> Duration {
    content.media.allSatisfy { XUploadKind($0) == .image } ? .zero : .seconds(180)
  }

  /// A first comment is one more part of the thread.
  func steps(of content: Content) -> Int { parts(of: content).count }

  private func parts(of content: Content) -> [String] {
    [content.textWithLink] + content.thread + [content.firstComment].compactMap { $0 }
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    var body: JSONObject = ["text": .string(text(of: publication.content, step))]
    if step == 0 {
      if let mediaIDs = publication.handle["media_ids"] { body["media"] = ["media_ids": mediaIDs] }
      for (name, value) in publication.content.options.members { body[name] = value }
    }
    if step > 0, let last = publication.posted.last {
      body["reply"] = ["in_reply_to_tweet_id": .string(last)]
    }
    let response = try call(
      "POST", "/2/tweets", publication.grant, body: .object(body), isMutating: true, timeout: timeout)
    guard let remoteID = response["data"]?["id"]?.outsideText else {
      throw PlatformError(.unknownOutcome, code: "no_id", detail: "X answered without the id of the post.")
    }
    return .published(Published(remoteID: remoteID, permalink: permalink(publication.identity, remoteID)))
  }

  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    let sent = text(of: publication.content, step)
    let hasMedia = step == 0 && !publication.content.media.isEmpty
    let posts = try timeline(of: publication, since: start + .seconds(-30))
    let ids = posts.filter { isForm($0["text"]?.string ?? "", of: sent, hasMedia: hasMedia) }
      .compactMap { $0["id"]?.outsideText }
    return ids.isEmpty ? .absent : .found(ids)
  }

  /// The account's posts of the ten minutes after `start`, which allows for clocks that differ.
  private func timeline(of publication: Publication, since start: Instant) throws(PlatformError) -> [JSON] {
    var posts: [JSON] = []
    var page: String?
    repeat {
      var query = [
        ("max_results", "100"), ("tweet.fields", "created_at,text"),
        ("start_time", Instant(seconds: start.seconds).description),
        ("end_time", Instant(seconds: start.seconds + 630).description),
      ]
      if let page { query.append(("pagination_token", page)) }
      // X refuses an end in the future.
      if start + .seconds(640) > .now() { query.removeAll { $0.0 == "end_time" } }
      let answer = try call(
        "GET", "/2/users/\(publication.identity.remoteID)/tweets?\(query: query)", publication.grant)
      // Without posts there is no list, but always this.
      guard answer["meta"]?.object != nil else {
        throw PlatformError(
          .transient, code: "no_list", detail: "X answered without the list that was asked for.")
      }
      posts += answer["data"]?.array ?? []
      page = answer["meta"]?["next_token"]?.string
    } while page != nil
    return posts
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    permalink(publication.identity, remoteID)
  }

  /// Every part of a thread is a post of its own; the last one goes first.
  func removals(of ids: [String]) -> [String] { ids.reversed() }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    _ = try call("DELETE", "/2/tweets/\(remoteID)", publication.grant)
  }

  private func permalink(_ identity: RemoteIdentity, _ remoteID: String) -> String {
    PublicAddress.text("x.com", "/\(identity.name)/status/\(remoteID)")
  }

  private func text(of content: Content, _ step: Int) -> String {
    parts(of: content)[step]
  }

  /// Whether X's form of a text is this one: reserved characters are escaped, a short link of X's own stands in
  /// the place of each link, and one more for the media at the end.
  ///
  /// It rather finds too much than too little: a post that is there and is not recognised would be sent again.
  private func isForm(_ returned: String, of sent: String, hasMedia: Bool) -> Bool {
    var words = Escapes.undone(returned).split(whereSeparator: \.isWhitespace)
    if hasMedia, words.last?.hasPrefix("https://t.co/") == true { words.removeLast() }
    let wanted = sent.split(whereSeparator: \.isWhitespace)
    return words.count == wanted.count
      && zip(words, wanted).allSatisfy { word, wanted in
        word == wanted || (word.contains("https://t.co/") && wanted.contains("."))
      }
  }
}
