internal import Core

/// The page behind a mailed link. It changes nothing by itself: programs that scan mail open it too.
package enum LinkPage {
  /// What is to be done, with a button. `browser` is what the cookie of one that registered holds.
  package static func ask(_ subject: LinkSubject, in browser: String) -> String {
    switch subject {
    case .request(let link, let keys): ask(link, keys)
    case .registration(let registration): ask(registration, in: browser)
    case .invitation(let invitation): ask(invitation)
    }
  }

  private static func ask(_ registration: OpenRegistration, in browser: String) -> String {
    let story = registration.story.map { "<dt>\($0.what)</dt><dd>\(HTML.escape($0.value))</dd>" }.joined()
    let isHere = registration.isOf(browser: browser)
    return page(
      "Is \(HTML.escape(registration.email)) your address?",
      "<p>Somebody registered with it:</p><dl>\(story)</dl><p>If that was not you, close this page.</p>"
        + form(
          isHere
            ? ""
            : """
            <p>You did not register in this browser: give the password that you chose then, or a new one.</p>
            <label>Your password <input type="password" name="password" minlength="8" maxlength="1000" required
              autocomplete="current-password" autofocus></label>
            """, "Yes, it is mine"))
  }

  private static func askForPassword(_ keys: KeyReport) -> String {
    let lines = keys.good.map { "<li>\(HTML.escape($0.line))</li>" }.joined()
    let choice = """
      <p>API keys that you made are good with a new password too:</p><ul>\(lines)</ul>
      <label><input type="checkbox" name="revoke_api_keys" value="on"> End them</label>
      """
    return page(
      "Set a new password",
      form(
        """
        <label>New password <input type="password" name="password" minlength="8" maxlength="1000" required
          autocomplete="new-password" autofocus></label>
        """ + (keys.good.isEmpty ? "" : choice), "Set it"))
  }

  private static func ask(_ invitation: Invitation) -> String {
    page(
      "Join \(HTML.escape(invitation.organizationName.oneLine())) as \(invitation.role.rawValue)?",
      "<p>\(HTML.escape(invitation.inviterName.oneLine())) invites \(HTML.escape(invitation.email)).</p>"
        + form(
          invitation.hasAccount
            ? ""
            : """
            <label>Your name <input name="name" maxlength="200" required autocomplete="name" autofocus></label>
            <label>A password <input type="password" name="password" minlength="8" maxlength="1000" required
              autocomplete="new-password"></label>
            """, "Join"))
  }

  private static func ask(_ link: MailedLink, _ keys: KeyReport) -> String {
    switch link.kind {
    case .verifyEmail: page("Is \(HTML.escape(link.email)) your address?", form("", "Yes, it is mine"))
    case .resetPassword: askForPassword(keys)
    case .leaveEmail:
      page("Change your address to \(HTML.escape(link.newEmail ?? ""))?", form("", "Yes, change it"))
    case .changeEmail:
      page(
        "Use \(HTML.escape(link.email)) from now on?",
        "<p>It was given as the new address of the account of \(HTML.escape(link.owner.line)).</p>"
          + "<p>If that is not your account, close this page.</p>"
          + form(
            """
            <label>The password of that account <input type="password" name="password" minlength="8" maxlength="1000"
              required autocomplete="current-password" autofocus></label>
            """, "Yes, it is mine"))
    }
  }

  /// What was done.
  package static func tell(_ outcome: LinkOutcome) -> String {
    switch outcome {
    case .registered: page("Thank you. Log in to begin.", "")
    case .emailVerified: page("Thank you. Your address is verified.", "")
    case .passwordReset(let keys):
      page("Your password is set. Log in with it; every older session has ended.", tell(keys))
    case .emailChanged: page("Your address is changed. Log in with it from now on.", "")
    case .organizationJoined: page("Welcome. Log in to begin.", "")
    case .waitingForOtherAddress:
      page("Thank you. Now open the link in the message to the other address.", "")
    }
  }

  private static func tell(_ keys: KeyReport) -> String {
    if keys.revoked > 0 { return "<p>API keys that were ended: \(keys.revoked).</p>" }
    guard !keys.good.isEmpty else { return "" }
    let lines = keys.good.map { "<li>\(HTML.escape($0.line))</li>" }.joined()
    return "<p>These API keys that you made are good still:</p><ul>\(lines)</ul>"
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
