package import Core

/// What a message on the mail queue asks for.
package enum MailRequest: Sendable {
  case link(LinkRequest)
  /// The mail of a registration, by its id.
  case registration(UUID)
  /// The mail of an invitation, by its id.
  case invitation(UUID)
  /// The notice of an erasure, by its id.
  case erasure(UUID)
  case notice(Notice)

  /// Nil when the message is none of ours.
  package init?(_ body: String) {
    if let request = LinkRequest(body) {
      self = .link(request)
      return
    }
    guard let json = try? JSON(parsing: body), json["v"]?.integer == 1 else { return nil }
    if let notice = Notice(json) {
      self = .notice(notice)
      return
    }
    guard let id = json["link_id"]?.string.flatMap({ UUID($0) }) else { return nil }
    switch json["kind"]?.string {
    case "registration": self = .registration(id)
    case "invitation": self = .invitation(id)
    case "erasure": self = .erasure(id)
    default: return nil
    }
  }
}
