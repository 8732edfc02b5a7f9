internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/me/sessions
@main struct ListSessions: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    let sessions = SessionStore(try context.session(person.scope))
    return .json(["data": .array(try sessions.list(of: person.user, current: person.session))])
  }
}
