package import Core

/// The page behind a mailed link. It changes nothing by itself: programs that scan mail open it too.
package enum LinkPage {
  /// What is to be done, with a button. `browser` is what the cookie of one that registered holds.
  package static func ask(_ subject: LinkSubject, in browser: String) -> HTMLPage {
    switch subject {
    case .request(let link, let keys): ask(link, keys)
    case .registration(let registration): ask(registration, in: browser)
    case .invitation(let invitation): ask(invitation)
    }
  }

  private static func ask(_ registration: OpenRegistration, in browser: String) -> HTMLPage {
    let password =
      HTML.paragraph(
        "You did not register in this browser: give the password that you chose then, or a new one.")
      + password("Your password", isNew: false)
    return HTMLPage(
      "Is \(registration.email) your address?", HTML.paragraph("Somebody registered with it:"),
      HTML.terms(registration.story.map { (name: $0.what, value: $0.value) }),
      HTML.paragraph("If that was not you, close this page."),
      HTMLPage.form(registration.isOf(browser: browser) ? "" : password, button: "Yes, it is mine"))
  }

  private static func askForPassword(_ keys: KeyReport) -> HTMLPage {
    let choice =
      HTML.paragraph("API keys that you made are good with a new password too:")
      + HTML.list(keys.good.map(\.line)) + HTMLPage.box("End them", name: "revoke_api_keys")
    return HTMLPage(
      "Set a new password",
      HTMLPage.form(password("New password", isNew: true) + (keys.good.isEmpty ? "" : choice), button: "Set it"))
  }

  private static func ask(_ invitation: Invitation) -> HTMLPage {
    let account =
      HTMLPage.field("Your name", #"name="name" maxlength="200" required autocomplete="name" autofocus"#)
      + password("A password", isNew: true, isFirst: false)
    return HTMLPage(
      "Join \(invitation.organizationName.oneLine()) as \(invitation.role.rawValue)?",
      HTML.paragraph("\(invitation.inviterName.oneLine()) invites \(invitation.email)."),
      HTMLPage.form(invitation.hasAccount ? "" : account, button: "Join"))
  }

  private static func ask(_ link: MailedLink, _ keys: KeyReport) -> HTMLPage {
    switch link.kind {
    case .verifyEmail:
      HTMLPage("Is \(link.email) your address?", HTMLPage.form(button: "Yes, it is mine"))
    case .resetPassword: askForPassword(keys)
    case .leaveEmail:
      HTMLPage("Change your address to \(link.newEmail ?? "")?", HTMLPage.form(button: "Yes, change it"))
    case .changeEmail:
      HTMLPage(
        "Use \(link.email) from now on?",
        HTML.paragraph("It was given as the new address of the account of \(link.owner.line)."),
        HTML.paragraph("If that is not your account, close this page."),
        HTMLPage.form(password("The password of that account", isNew: false), button: "Yes, it is mine"))
    }
  }

  /// What was done.
  package static func tell(_ outcome: LinkOutcome) -> HTMLPage {
    switch outcome {
    case .registered: HTMLPage("Thank you. Log in to begin.")
    case .emailVerified: HTMLPage("Thank you. Your address is verified.")
    case .passwordReset(let keys):
      HTMLPage("Your password is set. Log in with it; every older session has ended.", tell(keys))
    case .emailChanged: HTMLPage("Your address is changed. Log in with it from now on.")
    case .organizationJoined: HTMLPage("Welcome. Log in to begin.")
    case .waitingForOtherAddress:
      HTMLPage("Thank you. Now open the link in the message to the other address.")
    }
  }

  private static func tell(_ keys: KeyReport) -> String {
    if keys.revoked > 0 { return HTML.paragraph("API keys that were ended: \(keys.revoked).") }
    guard !keys.good.isEmpty else { return "" }
    return HTML.paragraph("These API keys that you made are good still:") + HTML.list(keys.good.map(\.line))
  }

  private static func password(_ label: String, isNew: Bool, isFirst: Bool = true) -> String {
    HTMLPage.field(
      label,
      """
      type="password" name="password" minlength="8" maxlength="1000" required
      autocomplete="\(isNew ? "new" : "current")-password"\(isFirst ? " autofocus" : "")
      """)
  }
}
