internal import Core

extension X {
  var ids: RemoteIDForms {
    RemoteIDForms(post: [.digits(1...19)], part: [.digits(1...19)], account: [.digits(1...19)])
  }

  var domains: [String] { ["x.com", "twitter.com"] }

  /// https://docs.x.com/x-api/posts/get-post-by-id
  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    let answer = try call("GET", "/2/tweets/\(id.text)?tweet.fields=author_id,created_at", publication.grant)
    guard let post = answer["data"] else {
      // What is not there is told of with the status of a success.
      if answer["errors"]?.array?.isEmpty == false { return .none }
      throw PlatformError(
        .transient, code: "no_post", detail: "X answered without the post that was asked for.")
    }
    guard post["id"]?.outsideText == id.text,
      post["author_id"]?.outsideText == publication.identity.remoteID
    else { return .none }
    return .found(
      madeAt: post["created_at"]?.string.flatMap { Instant($0) },
      permalink: try permalink(publication, remoteID: id.text))
  }
}
