internal import Core
internal import Platforms

/// What a platform's consent page sends back through the person's browser.
package struct ConsentAnswer {
  let platform: String
  let state: String
  let code: String?
  let denial: String?
  /// What the cookie of the trip holds.
  let secret: String

  /// `secret` finds it by `state`.
  package init(
    platform: String, _ query: [(name: String, value: String)], secret: (_ state: String) -> String
  ) {
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    self.platform = platform
    state = value("state") ?? ""
    code = value("code")
    denial = value("error_description") ?? value("error")
    self.secret = secret(state)
  }
}

/// What the person sees when they come back.
package enum ConsentPage {
  /// Names come from the platform: they are text, never markup.
  package static func connected(_ accounts: [Account]) -> String {
    let names = accounts.map(\.name).joined(separator: ", ")
    let lacks = accounts.flatMap { account in
      account.missing.map { "<p>\(HTML.escape("\(account.name): \($0.explanation)"))</p>" }
    }
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Connected</title>
      <body><h1>Connected: \(HTML.escape(names))</h1>\(lacks.joined())
      <p>You can close this window.</p></body></html>
      """
  }

  /// Works without scripts: a box for each identity, and what is connected already is ticked.
  package static func choose(_ choice: Choice) -> String {
    let boxes = choice.candidates.map { candidate in
      """
      <p><label><input type="checkbox" name="\(candidate.id)" value="on"\(candidate.isConnected ? " checked" : "")>
      \(HTML.escape(candidate.name)) <small>\(HTML.escape(candidate.kind))</small></label></p>
      """
    }
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Choose accounts</title>
      <body><h1>What do you want to publish as?</h1>
      <form method="post" action="/v1/accounts/choices/\(choice.token)">
      \(boxes.joined(separator: "\n"))
      <button>Connect</button></form></body></html>
      """
  }
}
