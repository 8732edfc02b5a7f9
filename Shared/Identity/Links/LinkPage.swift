internal import Core

/// The page behind a mailed link. It changes nothing by itself: programs that scan mail open it too.
package enum LinkPage {
  /// What is to be done, with a button.
  package static func ask(_ subject: LinkSubject) -> String {
    switch subject {
    case .request(let link): ask(link)
    case .registration(let registration): ask(registration)
    case .invitation(let invitation): ask(invitation)
    }
  }

  private static func ask(_ registration: OpenRegistration) -> String {
    page(
      "Is \(HTML.escape(registration.email)) your address?",
      """
      <p>\(HTML.escape(registration.name)) registers \(HTML.escape(registration.organization)) with it, and a password. If
      that was not you, close this page.</p>
      """ + form("", "Yes, it is mine"))
  }

  private static func ask(_ invitation: Invitation) -> String {
    page(
      "Join \(HTML.escape(invitation.organizationName)) as \(invitation.role.rawValue)?",
      "<p>\(HTML.escape(invitation.inviterName)) invites \(HTML.escape(invitation.email)).</p>"
        + form(
          invitation.hasAccount
            ? ""
            : """
            <label>Your name <input name="name" maxlength="200" required autocomplete="name" autofocus></label>
            <label>A password <input type="password" name="password" minlength="8" maxlength="1000" required
              autocomplete="new-password"></label>
            """, "Join"))
  }

  private static func ask(_ link: MailedLink) -> String {
    switch link.kind {
    case .verifyEmail: page("Is \(HTML.escape(link.email)) your address?", form("", "Yes, it is mine"))
    case .resetPassword:
      page(
        "Set a new password",
        form(
          """
          <label>New password <input type="password" name="password" minlength="8" maxlength="1000" required
            autocomplete="new-password" autofocus></label>
          """, "Set it"))
    case .leaveEmail:
      page("Change your address to \(HTML.escape(link.newEmail ?? ""))?", form("", "Yes, change it"))
    case .changeEmail: page("Use \(HTML.escape(link.email)) from now on?", form("", "Yes, it is mine"))
    }
  }

  /// What was done.
  package static func tell(_ outcome: LinkOutcome) -> String {
    switch outcome {
    case .registered: page("Thank you. Log in to begin.", "")
    case .emailVerified: page("Thank you. Your address is verified.", "")
    case .passwordReset: page("Your password is set. Log in with it; every older session has ended.", "")
    case .emailChanged: page("Your address is changed. Log in with it from now on.", "")
    case .organizationJoined: page("Welcome. Log in to begin.", "")
    case .waitingForOtherAddress:
      page("Thank you. Now open the link in the message to the other address.", "")
    }
  }

  private static func form(_ fields: String, _ button: String) -> String {
    "<form method=\"post\">\(fields)<button>\(button)</button></form>"
  }

  private static func page(_ title: String, _ content: String) -> String {
    """
    <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>ClientNest</title></head><body><main><h1>\(title)</h1>\(content)</main></body></html>
    """
  }
}
