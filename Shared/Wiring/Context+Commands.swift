internal import Core
package import Database
internal import Idempotency
package import Identity
package import LambdaRuntime

extension Context {
  /// Runs a command of a member in one transaction, then sends what it put into the outbox. A session must be open until
  /// the end of it: else what is made meanwhile would outlive a change of password that ends all of it.
  ///
  /// With an `Idempotency-Key`, a repeated request gets the first answer and does nothing.
  package func command(
    _ request: Request, by member: Member, _ body: (Session) throws -> Response
  ) throws -> Response {
    let session = try session(member.scope)
    let key = try request.idempotencyKey()
    let response = try session.transaction {
      if let login = member.session, try !SessionStore(session).hold(login) { throw IdentityError.wrongToken }
      guard let key else { return try body(session) }
      let keys = Idempotency(session)
      let fingerprint =
        Array("\(request.method) \(request.path)\n\(member.key?.id.description ?? "")".utf8) + request.body
      let given = try keys.take(
        key, organization: member.organization, user: member.user, fingerprint: fingerprint)
      if let given { return .replayed(given) }
      let response = try body(session)
      let answer = Idempotency.Answer(
        status: response.status, headers: response.headers,
        body: String(decoding: response.body, as: UTF8.self))
      try keys.save(answer, for: key, organization: member.organization, user: member.user)
      return response
    }
    relay(session)
    return response
  }

  /// A setting that is a whole number, 1 at least.
  package func number(_ setting: Setting) throws -> Int {
    let text = try self.setting(setting)
    guard let value = Int(text), value > 0 else { throw InvalidSetting(name: setting.name, value: text) }
    return value
  }
}

/// A setting whose value cannot be used.
package struct InvalidSetting: Error {
  package let name: String
  package let value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension Response {
  fileprivate static func replayed(_ answer: Idempotency.Answer) -> Response {
    // Kept by a version that kept no header fields: what all answers with a body had.
    let isBare = answer.headers.isEmpty && !answer.body.isEmpty
    let headers = isBare ? [(name: "content-type", value: "application/json")] : answer.headers
    return Response(
      answer.status, headers: headers + [("idempotent-replayed", "true")], body: Array(answer.body.utf8))
  }
}
