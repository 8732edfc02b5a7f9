package import Accounts
package import Core
package import Database
package import LambdaRuntime
package import Platforms
internal import Wiring

extension Context {
  /// The platforms that we are registered with, in the real or the simulated world.
  package func platforms() throws -> Platforms {
    try kept {
      guard let applications = Applications(try setting(.platformApplications)) else {
        // The value is a secret: it is not named.
        throw InvalidSetting(
          name: Setting.platformApplications.name, value: #"not {"x": {"id": "…", "secret": "…"}, …}"#)
      }
      return Platforms(
        World(
          simulation: optionalSetting(.outsideWorldURL), ownObjects: optionalSetting(.objectEndpoint)),
        applications)
    }
  }

  /// The rules of all platforms, in the real or the simulated world.
  package func rules() -> Platforms { .rules(in: optionalSetting(.outsideWorldURL)) }

  /// Opens and seals the tokens of accounts.
  package func grantBox() throws -> GrantBox {
    try kept { try GrantBox(keys: try setting(.accountEncryptionKeys)) }
  }

  package func accountKeeper(_ session: Session) throws -> AccountKeeper {
    AccountKeeper(session, try connections(), try grantBox())
  }

  /// The choice among identities, for a browser or for a program.
  package func answer(_ choice: Choice, _ request: Request) -> Response {
    request.taste == .json ? .json(choice.json) : page(ConsentPage.choose(choice))
  }

  /// What was connected, with what the person has not granted.
  package func answer(_ accounts: [Account], _ request: Request) -> Response {
    let isForm = request.method == "GET" ? request.taste != .json : request.isForm
    return isForm ? page(ConsentPage.connected(accounts)) : .json(["data": .array(accounts.map(\.json))])
  }

  package func connections() throws -> Connections {
    try Connections(
      try platforms(), try grantBox(), publicURL: try setting(.publicURL),
      stateKey: try setting(.accountEncryptionKeys))
  }
}

extension Request {
  /// What the browser brings back from a platform.
  package var consentAnswer: ConsentAnswer {
    ConsentAnswer(platform: pathParameter("platform") ?? "", query) {
      TripCookie.connection.secret(self, of: $0)
    }
  }

  /// Of the form's boxes those that were ticked, or the member `account_ids` of a JSON body.
  package func chosenAccounts() throws(Problem) -> [UUID] {
    let body = try form()
    if isForm { return (body.object?.members ?? []).compactMap { $0.value == "on" ? UUID($0.name) : nil } }
    var fields = Fields(of: body)
    let elements = fields.optionalArray("account_ids", count: 1...500) ?? []
    let ids = elements.map { $0.value.string.flatMap { UUID($0) } }
    if elements.isEmpty && fields.errors.isEmpty {
      fields.complain("account_ids", "required", "This field is required.")
    }
    for (element, id) in zip(elements, ids) where id == nil {
      fields.add([FieldError(element.pointer, "wrong_type", "Expected an id (UUID).")])
    }
    try fields.finish()
    return ids.compactMap { $0 }
  }
}
