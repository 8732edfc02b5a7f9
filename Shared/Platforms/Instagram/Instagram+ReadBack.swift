internal import Core
internal import HTTPClient

extension Instagram {
  /// The container tells whether it was published; the list of media then tells as what.
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    if step > 0 { return try findComment(publication, since: start) }
    guard try status(publication.handle["container"]?.string ?? "", publication) == "PUBLISHED" else {
      return .absent
    }
    // Stories have a list of their own, and no text.
    let isStory = Shape(of: publication.content) == .story
    let caption = isStory ? "" : publication.content.textWithLink
    let items = try list(
      "/\(publication.identity.remoteID)/\(isStory ? "stories" : "media")?fields=id,caption,timestamp&limit=100",
      publication.grant, since: start)
    let ids = items.filter { ($0["caption"]?.string ?? "") == caption }.compactMap { $0["id"]?.outsideText }
    return ids.isEmpty ? .inconclusive : .found(ids)
  }

  /// By its text, among the comments of the account itself.
  private func findComment(_ publication: Publication, since start: Instant) throws(PlatformError) -> ReadBack
  {
    let path: RequestPath = "/\(publication.posted.first)/comments?fields=id,text,timestamp,username&limit=50"
    let own = try list(path, publication.grant, since: start).filter { comment in
      comment["text"]?.string == publication.content.firstComment
        && comment["username"]?.string?.lowercased() == publication.identity.name.lowercased()
    }
    let ids = own.compactMap { $0["id"]?.outsideText }
    return ids.isEmpty ? .absent : .found(ids)
  }

  /// What is younger than `start`, with half a minute for clocks that differ; the newest first. The pages after
  /// the first that has something older are not read.
  private func list(_ path: RequestPath, _ grant: Grant, since start: Instant) throws(PlatformError) -> [JSON]
  {
    var young: [JSON] = []
    var after: String?
    repeat {
      let answer = try call("GET", path.adding(query: after.map { [("after", $0)] } ?? []), grant)
      let items = try answer.list("data", of: name)
      let fresh = items.filter { item in
        let time = item["timestamp"]?.string.flatMap { Instant(graphTime: $0) }
        return time.map { $0 >= start + .seconds(-30) } ?? false
      }
      young += fresh
      let hasMore = fresh.count == items.count && !items.isEmpty && answer["paging"]?["next"] != nil
      after = hasMore ? answer["paging"]?["cursors"]?["after"]?.string : nil
    } while after != nil
    return young
  }
}
