internal import Core

/// What a platform's consent page sends back through the person's browser.
package struct ConsentAnswer {
  let platform: String
  let state: String
  let code: String?
  let denial: String?

  package init(platform: String, _ query: [(name: String, value: String)]) {
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    self.platform = platform
    state = value("state") ?? ""
    code = value("code")
    denial = value("error_description") ?? value("error")
  }
}

/// What the person sees when they come back.
package enum ConsentPage {
  package static func connected(_ account: Account) -> String {
    """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Connected</title>
    <body><h1>\(escaped(account.name)) is connected</h1><p>You can close this window.</p></body></html>
    """
  }

  /// Names come from the platform: they are text, never markup.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
