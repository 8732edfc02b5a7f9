internal import Core
internal import Harness
internal import Identity
internal import Testing

/// The list of what lasts longer than a session, compared with every route.
@Suite("What lasts longer than a session takes a proof of the last minutes", .bundle)
struct LastingRightTests {
  /// Of routes that ask for it by what is wanted.
  private static let bodies: [LastingRight: JSON] = [
    .invitation: ["email": "eva@example.com", "role": "admin"], .role: ["role": "approver"],
    .secondFactorDemand: ["requires_second_factor": false],
  ]

  private func right(_ operation: Operation) -> LastingRight? {
    LastingRight(rawValue: "\(operation.method) \(operation.path)")
  }

  @Test("Each function names its own right, the API description says the same, and every right is a route's")
  func list() throws {
    let operations = try Operation.all()
    #expect(Set(operations.compactMap { right($0) }) == Set(LastingRight.allCases))
    for operation in operations {
      let named = right(operation).map { "requireStepUp(request, for: .\($0))" }
      #expect(operation.source.contains("requireStepUp") == (named != nil), "\(operation.id)")
      if let named { #expect(operation.source.contains(named), "\(operation.id)") }
      let isDescribed = ["step_up_required", "StepUpRequired"].contains { operation.description.contains($0) }
      // The route of the proof itself tells what it is for; the way back from a provider asks once more, for `signIn`.
      guard !["StepUpSession", "CompleteSignIn"].contains(operation.id) else { continue }
      #expect(isDescribed == (named != nil), "\(operation.id)")
    }
  }

  @Test("Asked by an owner whose proof is old, these routes are refused and no others")
  func walk() throws {
    let ana = try Customer(try bundle())
    try ana.age(in: try bundle())
    let operations = try Operation.all()
    var refused: Set<LastingRight> = []
    for row in Row.all {
      let operation = try #require(operations.first { $0.id == row.operation })
      let answer = try ask(operation, row, by: ana.client)
      let isRefused = answer.json["code"] == "step_up_required"
      #expect(isRefused == (right(operation) != nil), "\(operation.id): \(answer.status) \(answer.text)")
      if isRefused, let right = right(operation) { refused.insert(right) }
    }
    #expect(refused == Set(LastingRight.allCases))
    #expect(try bundle().mail(to: ana.email).count == 1)
  }

  @Test("An API key with every scope gets none of them")
  func keys() throws {
    let ana = try Customer(try bundle())
    let key = try APIKeyHolder(Set(Permission.scopes), by: ana.client, in: try bundle())
    let operations = try Operation.all()
    for row in Row.all {
      let operation = try #require(operations.first { $0.id == row.operation })
      guard right(operation) != nil else { continue }
      let answer = try ask(operation, row, by: key.client)
      let codes = ["missing_scope", "person_required"]
      #expect(answer.status == 403 && codes.contains(answer.json["code"]?.string ?? ""), "\(operation.id)")
    }
  }

  private func ask(_ operation: Operation, _ row: Row, by client: Client) throws -> Client.Answer {
    let call = row.own(Belongings())
    let argument = call.argument.isEmpty ? UUID.v7().description : call.argument
    let parts = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? argument : String($0) }
    let body = right(operation).flatMap { Self.bodies[$0] } ?? call.body
    let path = "/" + parts.joined(separator: "/") + (call.query.isEmpty ? "" : "?\(call.query)")
    return try client.call(operation.method, path, body?.encoded(), headers: call.headers)
  }

  @Test("What an author may do is given without; a proof is enough for the rest")
  func roles() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    try ana.age(in: try bundle())
    for role in Role.allCases.filter({ $0 != .owner }) {
      let email = JSON.string("\(role)-\(UUID.v7())@example.com")
      let body: JSON = ["email": email, "role": .string(role.rawValue)]
      let expected = [.author, .viewer].contains(role) ? 201 : 403
      #expect(try ana.client.post("/v1/invitations", body).status == expected, "\(role)")
      let change: JSON = ["role": .string(role.rawValue)]
      let changed = try ana.client.call("PATCH", "/v1/members/\(eva.id())", change.encoded())
      #expect(changed.status == (expected == 201 ? 200 : 403), "\(role)")
    }
    let proof = try ana.client.post(
      "/v1/me/sessions/current/step-up", ["password": .string(ana.password)])
    #expect(proof.status == 204)
    _ = try APIKeyHolder(by: ana.client, in: try bundle())
    let body: JSON = ["email": .string("admin-\(UUID.v7())@example.com"), "role": "admin"]
    #expect(try ana.client.post("/v1/invitations", body).status == 201)
  }
}
