internal import Core

extension TikTok {
  var ids: RemoteIDForms {
    RemoteIDForms(
      post: [.digits(1...25), .publishID], part: [.digits(1...25)], account: [.word(1...200, also: "_-.~")])
  }

  var domains: [String] { ["tiktok.com"] }

  /// Of all posts TikTok tells only of those whose `publish_id` is known, and their time not at all: what has one was
  /// made by this delivery.
  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    guard let publishID = publication.handle["publish_id"]?.string else { return .untold }
    let data = try status(publication)
    let posts = (data["publicaly_available_post_id"]?.array ?? [])
      .compactMap { $0.integer.map { String($0) } ?? $0.string }
    // A private post has no other id.
    guard posts.contains(id.text) || posts.isEmpty && id.text == publishID else {
      return posts.isEmpty && data["status"]?.string == "PUBLISH_COMPLETE" ? .untold : .none
    }
    return .found(madeAt: nil, permalink: try permalink(publication, remoteID: id.text))
  }
}
