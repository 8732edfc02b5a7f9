package import Core

/// What somebody sees who comes back from a provider by a browser. There is nothing secret on it but a challenge, which is
/// good for who has the second factor only.
package enum SignInPage {
  package static func tell(_ answer: JSON) -> HTMLPage {
    if let provider = answer["linked"]?.string {
      return HTMLPage(
        "\(provider.prefix(1).uppercased() + provider.dropFirst()) is linked to your account",
        HTML.paragraph("You can log in by it from now on. You can close this window."))
    }
    guard let challenge = answer["challenge"]?.string else { return loggedIn }
    let hidden = #"<input type="hidden" name="challenge" value="\#(HTML.escape(challenge))">"#
    let code = HTMLPage.field(
      "The six digits that your authenticator app shows",
      #"name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required autofocus"#)
    let recoveryCode = HTMLPage.field(
      "A recovery code", #"name="recovery_code" autocomplete="off" maxlength="100" required"#)
    return HTMLPage(
      "Your second factor", form(hidden + code),
      "<details><summary>The app is not at hand</summary>\(form(hidden + recoveryCode))</details>")
  }

  package static let loggedIn = HTMLPage(
    "You are logged in", HTML.paragraph("You can close this window, or go on where you came from."))

  private static func form(_ fields: String) -> String {
    HTMLPage.form(fields, button: "Log in", to: "/v1/auth/login/mfa")
  }
}
