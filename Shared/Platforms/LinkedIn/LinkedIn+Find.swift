internal import Core

extension LinkedIn {
  var ids: RemoteIDForms {
    RemoteIDForms(
      post: [.urn(LinkedInLimits.postTypes)], part: [.commentURN],
      account: [.urn(["person", "organization"])])
  }

  var domains: [String] { ["linkedin.com"] }

  /// Posts of members are closed to most applications.
  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    let post: JSON
    do {
      post = try call("GET", "/rest/posts/\(id.text)", publication.grant).json
    } catch {
      switch error.kind {
      case .notFound: return .none
      // Of an organization it is another's; of a member nobody tells.
      case .permission: return publication.identity.remoteID.hasPrefix("urn:li:person:") ? .untold : .none
      default: throw error
      }
    }
    guard post["id"]?.outsideText == id.text, post["author"]?.string == publication.identity.remoteID else {
      return .none
    }
    return .found(
      madeAt: post["createdAt"]?.number.map { Instant(outside: $0) }, permalink: Self.permalink(id.text))
  }
}
