package import Core
package import Outbox

/// What a message on the mail queue asks for.
package enum MailRequest: Message {
  case link(LinkRequest)
  /// The mail of a registration, by its id.
  case registration(UUID)
  /// The mail of an invitation, by its id. Messages of the version before do not say of which organization.
  case invitation(UUID, of: UUID?)
  /// The notice of an erasure, by its id.
  case erasure(UUID)
  case notice(Notice, key: String)

  package init?(body: JSON) {
    if let request = LinkRequest(body: body) {
      self = .link(request)
    } else if let notice = Notice(body: body) {
      self = .notice(notice, key: "")
    } else if let id = body.id("link_id") {
      switch body["kind"]?.string {
      case "registration": self = .registration(id)
      case "invitation": self = .invitation(id, of: body.id("organization_id"))
      case "erasure": self = .erasure(id)
      default: return nil
      }
    } else {
      return nil
    }
  }

  package var queue: Queue { .mail }

  package var organization: UUID? {
    switch self {
    case .link, .registration, .erasure: nil
    case .invitation(_, let organization): organization
    case .notice(let notice, _): notice.organization
    }
  }

  package var key: String {
    switch self {
    case .link(let request): request.id.description
    case .registration(let id), .invitation(let id, _): id.description
    case .erasure(let id): "erasure:\(id)"
    case .notice(_, let key): key
    }
  }

  package var body: JSONObject {
    switch self {
    case .link(let request): request.body
    case .registration(let id): ["kind": "registration", "link_id": JSON(describing: id)]
    case .invitation(let id, let organization):
      [
        "kind": "invitation", "link_id": JSON(describing: id),
        "organization_id": JSON(describing: organization),
      ]
    case .erasure(let id): ["kind": "erasure", "link_id": JSON(describing: id)]
    case .notice(let notice, _): notice.body
    }
  }
}
