internal import Core
package import Database
package import Mail

/// Makes the links that were asked for, and sends them.
package struct LinkMail {
  private let links: MailedLinkStore
  private let signer: LinkSigner
  private let mailer: Mailer
  private let publicURL: String

  package init(_ session: Session, _ signer: LinkSigner, _ mailer: Mailer, publicURL: String) {
    links = MailedLinkStore(session)
    self.signer = signer
    self.mailer = mailer
    self.publicURL = publicURL
  }

  /// Sends nothing when there is no such person.
  package func send(_ request: LinkRequest) throws {
    guard let link = try links.insert(request) else { return }
    try mailer.send(message(link))
  }

  private func message(_ link: MailedLink) -> MailMessage {
    let address = "\(publicURL)/v1/links/\(signer.text(of: link.id))"
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
