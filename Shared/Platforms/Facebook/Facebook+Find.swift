internal import Core

extension Facebook {
  var ids: RemoteIDForms {
    RemoteIDForms(post: [.groups(1...2)], part: [.groups(1...3)], account: [.digits(1...25)])
  }

  var domains: [String] { ["facebook.com"] }

  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    switch Shape(of: publication.content) {
    case .photoStory, .videoStory:
      let stories = try stories(publication)
      guard let story = stories.first(where: { $0["post_id"]?.outsideText == id.text }) else { return .none }
      return .found(madeAt: time(story["creation_time"]), permalink: story["url"]?.string)
    case .post, .video, .reel: return try findObject(id, publication)
    }
  }

  /// A post begins with the id of its page; a video says whose it is.
  private func findObject(_ id: RemoteID, _ publication: Publication) throws(PlatformError) -> Sighting {
    let page = publication.identity.remoteID
    let isPost = id.text.contains("_")
    if isPost, !id.text.hasPrefix(page + "_") { return .none }
    let object: JSON
    do {
      let path: RequestPath =
        isPost
        ? "/\(id.text)?fields=id,from,created_time,permalink_url"
        : "/\(id.text)?fields=id,from,created_time,permalink_url,published"
      object = try call("GET", path, publication.grant)
    } catch {
      // Not there, another's, or something that has no such fields.
      guard error.code == "100/33" || error.code == "100" || error.kind == .permission else { throw error }
      return .none
    }
    guard object["id"]?.outsideText == id.text, object["from"]?["id"]?.outsideText == page,
      object["published"]?.bool != false
    else { return .none }
    let address = object["permalink_url"]?.string
    return .found(madeAt: time(object["created_time"]), permalink: address.map(Self.absolute))
  }

  /// Those of videos have no host.
  static func absolute(_ address: String) -> String {
    address.hasPrefix("/") ? "https://www.facebook.com" + address : address
  }

  /// Stories are said to have numbers.
  func time(_ json: JSON?) -> Instant? {
    json?.number.map { Instant(outside: $0) } ?? json?.string.flatMap { Instant(graphTime: $0) }
  }
}
