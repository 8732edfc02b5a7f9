internal import Core

extension YouTube {
  var ids: RemoteIDForms {
    RemoteIDForms(
      post: [.word(11...11)], part: [.word(1...200, also: "_-.")], account: [.word(1...100)])
  }

  var domains: [String] { ["youtube.com", "youtu.be"] }

  /// https://developers.google.com/youtube/v3/docs/videos/list
  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    let answer = try call("GET", "/videos?part=snippet&id=\(id.text)", publication.grant)
    guard let video = try answer.list("items", of: name).first, video["id"]?.outsideText == id.text,
      video["snippet"]?["channelId"]?.string == publication.identity.remoteID
    else { return .none }
    return .found(
      madeAt: video["snippet"]?["publishedAt"]?.string.flatMap { Instant($0) },
      permalink: try permalink(publication, remoteID: id.text))
  }
}
