package import Database
package import Identity
package import LambdaRuntime
internal import Wiring

extension Context {
  package func apiKeys(_ session: Session, _ request: Request, by actor: Member) -> APIKeys {
    APIKeys(session, by: actor, from: origin(request))
  }

  /// As `command`, but the key itself is neither stored with the `Idempotency-Key` nor shown again: the answer to a
  /// repeated request is without it.
  package func issue(
    _ request: Request, by member: Member, _ body: (Session) throws -> IssuedKey
  ) throws -> Response {
    var issued: IssuedKey?
    let response = try command(request, by: member) { session in
      let key = try body(session)
      issued = key
      return .json(key.json, status: 201)
    }
    return issued.map { .json($0.shownOnce, status: 201) } ?? response
  }
}
