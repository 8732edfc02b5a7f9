internal import Core

extension Pinterest {
  /// Older answers name no id of an account but its user name.
  var ids: RemoteIDForms {
    RemoteIDForms(post: [.digits(1...25)], part: [.digits(1...25)], account: [.word(1...100, also: "_-.")])
  }

  var domains: [String] { ["pinterest.com"] }

  /// A pin may be read by others than its owner: it says whether it is the reader's.
  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting {
    let pin: JSON
    do {
      pin = try call("GET", "/v5/pins/\(id.text)", publication.grant)
    } catch {
      guard error.kind == .notFound || error.kind == .permission else { throw error }
      return .none
    }
    let owner = pin["board_owner"]?["username"]?.string
    guard pin["id"]?.outsideText == id.text,
      pin["is_owner"]?.bool ?? (owner?.lowercased() == publication.identity.name.lowercased())
    else { return .none }
    return .found(
      madeAt: time(pin["created_at"]?.string), permalink: try permalink(publication, remoteID: id.text))
  }

  /// Times have no offset; they are in UTC.
  func time(_ text: String?) -> Instant? { text.flatMap { Instant($0.hasSuffix("Z") ? $0 : $0 + "Z") } }
}
