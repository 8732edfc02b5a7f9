internal import Core

extension LinkedIn {
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    let earliest = (start + .seconds(-30)).microseconds / 1000
    do {
      let ids =
        step == 0
        ? try findPosts(publication, since: earliest) : try findComments(publication, since: earliest)
      return ids.isEmpty ? .absent : .found(ids)
    } catch {
      // Members' posts are closed to most applications.
      guard error.kind == .permission else { throw error }
      return .untold("LinkedIn lets few applications look at the posts of members, and not this one.")
    }
  }

  /// `earliest` in milliseconds since 1970.
  private func findPosts(_ publication: Publication, since earliest: Int64) throws(PlatformError) -> [String]
  {
    let path: RequestPath = "/rest/posts?q=author&author=\(publication.identity.remoteID)&sortBy=CREATED"
    let posts = try list(path, publication.grant) { page in
      page.contains { ($0["createdAt"]?.number ?? .max) < earliest }
    }
    return posts.filter { post in
      (post["createdAt"]?.number ?? .max) >= earliest && isForm(post, of: publication)
    }.compactMap { $0["id"]?.outsideText }
  }

  /// Uploaded media belong to one post only, so their ids tell more than the text.
  private func isForm(_ post: JSON, of publication: Publication) -> Bool {
    if let first = publication.handle["media"]?[0]?.string {
      let content = post["content"]
      return content?["media"]?["id"]?.outsideText == first
        || content?["multiImage"]?["images"]?[0]?["id"]?.outsideText == first
    }
    if Self.hasCard(publication.content),
      post["content"]?["article"]?["source"]?.string != publication.content.link
    {
      return false
    }
    return isForm(LittleText.decode(post["commentary"]?.string ?? ""), of: publication.content)
  }

  /// Whether LinkedIn's form of a text is this one: LinkedIn may shorten links.
  private func isForm(_ returned: String, of content: Content) -> Bool {
    let words = returned.split(whereSeparator: \.isWhitespace)
    let wanted = LittleText.decode(LittleText.encode(Self.text(of: content)))
      .split(whereSeparator: \.isWhitespace)
    return words.count == wanted.count
      && zip(words, wanted).allSatisfy { word, wanted in
        word == wanted || (word.contains("https://lnkd.in/") && wanted.contains("."))
      }
  }

  private func findComments(_ publication: Publication, since earliest: Int64) throws(PlatformError)
    -> [String]
  {
    let comments = try list(Self.comments(of: publication.posted.first), publication.grant)
    return comments.filter { comment in
      comment["actor"]?.string == publication.identity.remoteID
        && comment["message"]?["text"]?.string == publication.content.firstComment
        && (comment["created"]?["time"]?.number ?? .max) >= earliest
    }.compactMap { $0["commentUrn"]?.string }.reversed()
  }
}
