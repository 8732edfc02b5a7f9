internal import Core

extension Instagram {
  var ids: RemoteIDForms {
    RemoteIDForms(post: [.digits(1...25)], part: [.digits(1...25)], account: [.digits(1...25)])
  }

  var domains: [String] { ["instagram.com"] }

  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    let media: JSON
    do {
      media = try call(
        "GET", "/\(id.text)?fields=id,owner,username,timestamp,permalink", publication.grant)
    } catch {
      // Not there, another's, or something that has no such fields, as a container or a comment.
      guard error.code == "100/33" || error.code == "100" || error.kind == .permission else { throw error }
      return .none
    }
    let owner = media["owner"]?["id"]?.outsideText
    let isOurs =
      owner == publication.identity.remoteID
      || owner == nil && media["username"]?.string?.lowercased() == publication.identity.name.lowercased()
    guard media["id"]?.outsideText == id.text, isOurs, let permalink = media["permalink"]?.string else {
      return .none
    }
    return .found(
      madeAt: media["timestamp"]?.string.flatMap { Instant(graphTime: $0) }, permalink: permalink)
  }
}
