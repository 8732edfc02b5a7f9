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
