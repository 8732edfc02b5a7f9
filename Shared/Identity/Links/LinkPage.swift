package import Core

/// The page behind a mailed link. It changes nothing by itself: programs that scan mail open it too.
package enum LinkPage {
  /// What is to be done, with a button. `browser` is what the cookie of one that registered holds.
  package static func ask(_ subject: LinkSubject, in browser: String) -> HTMLPage {
    switch subject {
    case .request(let link, let ways): ask(link, ways)
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

  private static func askForPassword(_ ways: WaysInReport) -> HTMLPage {
    let keys = HTMLPage.box("End my API keys", name: "revoke_api_keys")
    let signIns = HTMLPage.box("Unlink the providers", name: "unlink_sign_ins")
    let choice =
      (ways.keys.good.isEmpty ? "" : keys) + (ways.signIns.isEmpty ? "" : signIns)
      + (ways.factors.isEmpty
        ? ""
        : HTML.paragraph(
          "Second factors stay: you can remove those that are not yours when you are logged in."))
    return HTMLPage(
      "Set a new password",
      HTMLPage.form(
        password("New password", isNew: true) + list(ways, "A new password alone does not end these:")
          + choice,
        button: "Set it"))
  }

  private static func list(_ ways: WaysInReport, _ what: String) -> String {
    guard !ways.left.isEmpty else { return "" }
    return HTML.paragraph(what)
      + ways.left.map { HTML.paragraph("\($0.title):") + HTML.list($0.lines) }.joined()
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

  private static func ask(_ link: MailedLink, _ ways: WaysInReport) -> HTMLPage {
    switch link.kind {
    case .verifyEmail:
      HTMLPage("Is \(link.email) your address?", HTMLPage.form(button: "Yes, it is mine"))
    case .resetPassword: askForPassword(ways)
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
    case .passwordReset(let ways):
      HTMLPage(
        "Your password is set", HTML.paragraph("Log in with it; every older session has ended."),
        ways.ended.map(HTML.paragraph).joined(), list(ways, "These are good still:"))
    case .emailChanged: HTMLPage("Your address is changed", HTML.paragraph("Log in with it from now on."))
    case .organizationJoined: HTMLPage("Welcome. Log in to begin.")
    case .waitingForOtherAddress:
      HTMLPage("Thank you. Now open the link in the message to the other address.")
    }
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
