internal import Core
package import Database
package import Mail

/// Makes the links that were asked for, and sends them.
package struct LinkMail {
  private let links: MailedLinkStore
  private let invitations: InvitationStore
  private let erasures: ErasureStore
  private let notices: NoticeStore
  private let signer: LinkSigner
  private let mailer: Mailer
  private let publicURL: String

  package init(_ session: Session, _ signer: LinkSigner, _ mailer: Mailer, publicURL: String) {
    links = MailedLinkStore(session)
    invitations = InvitationStore(session)
    erasures = ErasureStore(session)
    notices = NoticeStore(session: session)
    self.signer = signer
    self.mailer = mailer
    self.publicURL = publicURL
  }

  /// Sends nothing when there is no such person, when the invitation was revoked, or when the erasure was
  /// cancelled.
  package func send(_ request: MailRequest) throws {
    switch request {
    case .link(let request):
      guard let link = try links.insert(request) else { return }
      try mailer.send(message(link))
    case .invitation(let id):
      guard let invitation = try invitations.findOpen(id) else { return }
      try mailer.send(message(invitation))
    case .erasure(let id):
      for notice in try erasures.listNotices(id) { try mailer.send(message(notice)) }
    case .notice(let notice):
      for address in try notices.listAddresses(notice) {
        try mailer.send(MailMessage(to: address, subject: notice.subject, text: notice.text))
      }
    }
  }

  private func message(_ notice: ErasureNotice) -> MailMessage {
    let what = notice.organization.map { "\($0), with everything in it," } ?? "Your account"
    return MailMessage(
      to: notice.email,
      subject: notice.organization.map { "\($0) is to be erased" } ?? "Your account is to be erased",
      text: """
        \(what) is to be erased on \(notice.dueAt). Nothing of it can be brought back after that.

        Until then it can be cancelled: log in and cancel the erasure. If that was not you, change your password too.

        """)
  }

  private func message(_ invitation: Invitation) -> MailMessage {
    MailMessage(
      to: invitation.email, subject: "An invitation to \(invitation.organizationName)",
      text: """
        \(invitation.inviterName) invites you to \(invitation.organizationName) on ClientNest, as \(invitation.role.rawValue).

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
          "Is this your address?", "This address was used to register with ClientNest.",
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
          "Is this your new address?", "This address was given as the new one of an account.",
          "confirm that it is yours", "Somebody may have mistyped their address."
        )
      }
    return MailMessage(
      to: link.email, subject: subject,
      text:
        "\(reason)\n\nOpen this link to \(act):\n\n\(address)\n\nIf that was not you, do nothing. \(otherwise)\n"
    )
  }
}
