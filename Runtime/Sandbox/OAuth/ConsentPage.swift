internal import Core
internal import HTTPServer

/// The page on which a person lets an application act for one of their accounts: a plain form that a browser
/// or a script sends back to the address it came from, with `username` and `decision` (`approve` or `deny`).
enum ConsentPage {
  enum Decision {
    case approved(username: String)
    case denied
    /// Nothing usable was sent: show the page again.
    case missing
  }

  /// `optional` are those that the person may untick, where the platform lets them.
  static func show(platform: String, scopes: [String], optional: [String] = [], address: String) -> HTTPReply
  {
    let items = scopes.map { scope in
      let name = escape(scope)
      guard optional.contains(scope) else { return "<li><code>\(name)</code></li>" }
      return
        "<li><label><input type=\"checkbox\" name=\"allow:\(name)\" checked> <code>\(name)</code></label></li>"
    }.joined()
    return .html(
      200,
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>\(escape(platform)): authorize</title></head>
      <body>
      <h1>\(escape(platform)) (simulated)</h1>
      <p>An application asks to act for you. It would be allowed:</p>
      <form method="post" action="\(escape(address))">
      <ul>\(items)</ul>
      <input type="hidden" name="choosing" value="\(optional.isEmpty ? "" : "on")">
      <label>Account <input name="username" value="demo" pattern="[A-Za-z0-9_.]{1,30}" required></label>
      <button name="decision" value="approve">Authorize app</button>
      <button name="decision" value="deny" formnovalidate>Cancel</button>
      </form>
      </body>
      </html>

      """)
  }

  /// For a request that cannot be answered by a redirect, because its client or its way back is wrong.
  static func refuse(platform: String, reason: String) -> HTTPReply {
    .html(
      400,
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>\(escape(platform)): something went wrong</title></head>
      <body><h1>Something went wrong</h1><p>\(escape(reason))</p></body>
      </html>

      """)
  }

  static func decision(of call: Call) -> Decision {
    if call.form("decision") == "deny" { return .denied }
    guard let username = call.form("username"), call.form("decision") ?? "approve" == "approve",
      (1...30).contains(username.utf8.count), username.utf8.allSatisfy(isNameCharacter)
    else { return .missing }
    return .approved(username: username)
  }

  /// What the person has left ticked; all of it for scripts that send no boxes.
  static func granted(_ call: Call, of scopes: [String], optional: [String]) -> [String] {
    guard call.form("choosing") == "on" else { return scopes }
    return scopes.filter { !optional.contains($0) || call.form("allow:" + $0) != nil }
  }

  /// Back to the application. `suffix` is what a platform adds at the very end.
  static func leave(
    for redirectURI: String, with parameters: [(String, String)], suffix: String = ""
  ) -> HTTPReply {
    let separator = redirectURI.contains("?") ? "&" : "?"
    return .redirect(to: redirectURI + separator + URLForm.encode(parameters) + suffix)
  }

  /// An absolute http(s) address of printable characters, which is safe in a header.
  static func isAcceptable(redirectURI: String) -> Bool {
    (redirectURI.hasPrefix("https://") || redirectURI.hasPrefix("http://"))
      && redirectURI.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !redirectURI.contains("#")
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E: true
    default: false
    }
  }

  private static func escape(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
