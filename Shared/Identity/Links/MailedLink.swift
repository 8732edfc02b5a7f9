package import Core
internal import Outbox

/// What the holder of a mailed link may do with it.
package enum LinkKind: String, Sendable, CaseIterable {
  /// Say that the address is theirs.
  case verifyEmail = "verify_email"
  /// Set a new password.
  case resetPassword = "reset_password"
  /// Agree, at the old address, to a change of address.
  case leaveEmail = "leave_email"
  /// Agree to it at the new address.
  case changeEmail = "change_email"

  /// How long the link is good.
  package var lifetime: Duration {
    switch self {
    case .resetPassword: .seconds(3600)
    case .verifyEmail, .leaveEmail, .changeEmail: .seconds(24 * 3600)
    }
  }
}

/// A link that was sent by e-mail, as it is stored.
package struct MailedLink: Sendable {
  package let id: UUID
  package let kind: LinkKind
  package let user: UUID
  /// Where it was sent.
  package let email: String
  let newEmail: String?
  /// The other link of a change of address.
  let partner: UUID?
  /// Whose account it is about.
  let owner: LinkOwner
}

/// The person whose account a link is about, as they are called and reached now.
package struct LinkOwner: Sendable {
  let name: String
  let email: String

  /// On one line, for who reads another's mail: the name is the person's own word.
  var line: String { "\(name.oneLine()) (\(email.oneLine(upTo: 254)))" }
}

/// What a message on the mail queue asks for. It names an address only where nobody may find out whether a person
/// has it: the queue function looks, not the one that answers.
package struct LinkRequest: Sendable {
  package let id: UUID
  package let kind: LinkKind
  let user: UUID?
  let email: String?
  let newEmail: String?
  let partner: UUID?
  /// The session that asked, where the link is worth nothing without it.
  let session: UUID?
  /// By the database's clock, as it writes it; what was changed since makes the link useless. Nil in a message of the
  /// version before.
  var requestedAt: String?

  package static func verifyEmail(_ user: UUID) -> LinkRequest { LinkRequest(.verifyEmail, user: user) }

  package static func resetPassword(_ email: String) -> LinkRequest {
    LinkRequest(.resetPassword, email: email)
  }

  /// The links to both addresses.
  static func changeEmail(to newEmail: String, by person: AccessToken) -> [LinkRequest] {
    let (old, new) = (UUID.v7(), UUID.v7())
    return [
      LinkRequest(
        .leaveEmail, id: old, user: person.user, newEmail: newEmail, partner: new, session: person.session),
      LinkRequest(
        .changeEmail, id: new, user: person.user, email: newEmail, newEmail: newEmail, partner: old,
        session: person.session),
    ]
  }

  private init(
    _ kind: LinkKind, id: UUID = .v7(), user: UUID? = nil, email: String? = nil, newEmail: String? = nil,
    partner: UUID? = nil, session: UUID? = nil, requestedAt: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.user = user
    self.email = email
    self.newEmail = newEmail
    self.partner = partner
    self.session = session
    self.requestedAt = requestedAt
  }

  /// Nil when it is no request for a link.
  init?(body: JSON) {
    guard let id = body.id("link_id"), let kind = body["kind"]?.string.flatMap({ LinkKind(rawValue: $0) })
    else { return nil }
    self.init(
      kind, id: id, user: body.id("user_id"), email: body["email"]?.string,
      newEmail: body["new_email"]?.string, partner: body.id("partner_id"), session: body.id("session_id"),
      requestedAt: body["requested_at"]?.string)
  }

  var body: JSONObject {
    [
      "link_id": JSON(describing: id), "kind": .string(kind.rawValue),
      "user_id": JSON(user?.description),
      "email": JSON(email), "new_email": JSON(newEmail), "partner_id": JSON(partner?.description),
      "session_id": JSON(session?.description), "requested_at": JSON(requestedAt),
    ]
  }
}
