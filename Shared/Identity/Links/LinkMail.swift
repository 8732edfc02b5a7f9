internal import Core
package import Database
package import Mail

/// Makes the links that were asked for, and sends them.
package struct LinkMail {
  private let links: MailedLinkStore
  private let people: IdentityStore
  private let registrations: RegistrationStore
  private let invitations: InvitationStore
  private let erasures: ErasureStore
  private let notices: NoticeStore
  private let signer: LinkSigner
  private let mailer: Mailer
  private let publicURL: String

  package init(_ session: Session, _ signer: LinkSigner, _ mailer: Mailer, publicURL: String) {
    links = MailedLinkStore(session)
    people = IdentityStore(session: session)
    registrations = RegistrationStore(session)
    invitations = InvitationStore(session)
    erasures = ErasureStore(session)
    notices = NoticeStore(session: session)
    self.signer = signer
    self.mailer = mailer
    self.publicURL = publicURL
  }

  /// Sends nothing when there is no such person, when the invitation was revoked, or when the erasure was
  /// cancelled. Who has an account with an address that somebody wants to use again is told so here, and nobody else.
  package func send(_ request: MailRequest) throws {
    switch request {
    case .link(let request):
      guard let link = try links.insert(request) else { return }
      let isTaken = try link.kind == .changeEmail && people.findUser(email: link.email) != nil
      try mailer.send(isTaken ? notice(ofAccount: link.email) : message(link))
    case .registration(let id):
      guard let registration = try registrations.find(id) else { return }
      try mailer.send(
        registration.hasAccount ? notice(ofAccount: registration.email) : message(registration))
    case .invitation(let id, _):
      guard let invitation = try invitations.findOpen(id) else { return }
      try mailer.send(message(invitation))
    case .erasure(let id):
      for notice in try erasures.listNotices(id) { try mailer.send(message(notice)) }
    case .notice(let notice, _):
      for address in try notices.listAddresses(notice) {
        try mailer.send(MailMessage(to: address, subject: notice.subject, text: notice.text))
      }
    }
  }

  /// In place of the link that was asked for with the address of somebody who has an account.
  private func notice(ofAccount email: String) -> MailMessage {
    MailMessage(
      to: email, subject: "You have an account already",
      text: """
        Somebody wants to use this address for an account of ClientNest. You have one with it already.

        If that was you, log in, or ask for a new password. If it was not, do nothing: nothing has changed, and nobody was
        told that you have an account.

        """)
  }

  /// With what tells it from another: somebody else may have registered with the same address.
  private func message(_ registration: OpenRegistration) -> MailMessage {
    MailMessage(
      to: registration.email, subject: "Is this your address?",
      text: """
        This address was used to register with ClientNest.

        \(registration.story.map { "\($0.what): \($0.value)" }.joined(separator: "\n"))

        If that was you, open this link within a day to confirm that the address is yours. In another browser than the one
        in which you registered it asks for the password:

        \(address(of: registration.id))

        If that was not you, do nothing. Somebody may have mistyped their address, or want yours.

        """)
  }

  private func message(_ notice: ErasureNotice) -> MailMessage {
    let what = notice.organization.map { "\($0.oneLine()), with everything in it," } ?? "Your account"
    return MailMessage(
      to: notice.email,
      subject: notice.organization.map { "\($0.oneLine()) is to be erased" }
        ?? "Your account is to be erased",
      text: """
        \(what) is to be erased on \(notice.dueAt.readable). Nothing of it can be brought back after that.

        Until then it can be cancelled: log in and cancel the erasure. If that was not you, change your password too.

        """)
  }

  private func message(_ invitation: Invitation) -> MailMessage {
    MailMessage(
      to: invitation.email, subject: "An invitation to \(invitation.organizationName.oneLine())",
      text: """
        \(invitation.inviterName.oneLine()) invites you to \(invitation.organizationName.oneLine()) on ClientNest, as \(invitation.role.rawValue).

        Open this link within a week to accept:

        \(address(of: invitation.id))

        If you do not know them, do nothing.

        """)
  }

  private func address(of id: UUID) -> String { "\(publicURL)/v1/links/\(signer.text(of: id))" }

  private func message(_ link: MailedLink) -> MailMessage {
    let address = address(of: link.id)
    let (subject, reason, act, otherwise) =
      switch link.kind {
      case .verifyEmail:
        (
          "Please confirm your address", "You asked for this link once more.",
          "confirm that it is yours",
          "Somebody may have mistyped their address."
        )
      case .resetPassword:
        (
          "A new password", "A new password was asked for.", "set one within an hour",
          "Your password has not changed."
        )
      case .leaveEmail:
        (
          "Is your address to change?", "Your account is to get the address \(link.newEmail ?? "").",
          "agree to it",
          "Change your password: somebody knows it."
        )
      case .changeEmail:
        (
          "Is this your new address?",
          "This address was given as the new one of the account of \(link.owner.line).",
          "confirm that it is yours, by the password of that account",
          "Somebody may have mistyped their address, or want yours."
        )
      }
    return MailMessage(
      to: link.email, subject: subject,
      text:
        "\(reason)\n\nOpen this link to \(act):\n\n\(address)\n\nIf that was not you, do nothing. \(otherwise)\n"
    )
  }
}
