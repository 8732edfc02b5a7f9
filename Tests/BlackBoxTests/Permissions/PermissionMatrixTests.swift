internal import Core
internal import Harness
internal import Identity
internal import Testing

/// Every route, asked by everybody, about their own and about the things of another organization.
@Suite("Everybody may do what the permission matrix says, and sees nothing of others", .bundle)
struct PermissionMatrixTests {
  private struct Case: Sendable {
    let name: String
    let method: String
    let path: String
    let call: Call
    let expected: Set<Int>
  }

  @Test("Every route has a row in the table, and every row a route") func complete() throws {
    #expect(try Set(Operation.all().map(\.id)) == Set(Row.all.map(\.operation)))
    #expect(try Operation.all().count == Row.all.count)
  }

  @Test("The permission that a function asks for is the one that the API description names")
  func described() throws {
    for operation in try Operation.all() {
      let row = try #require(Row.all.first { $0.operation == operation.id })
      // What depends on more than the role, or on ownership, is told in a sentence of its own.
      guard row.own(Belongings()).roles == nil else { continue }
      let named = Permission.allCases.filter {
        operation.description.contains("Needs the permission `\($0.rawValue)`")
      }
      switch operation.access {
      case .member(.read), .person, .reader, .anyone: #expect(named.isEmpty, "\(operation.id)")
      case .member(let permission): #expect(named == [permission], "\(operation.id)")
      }
    }
  }

  @Test("Every route × role, stranger and bad token × own and foreign things")
  func matrix() async throws {
    let scene = try Scene(in: try bundle())
    let operations = Dictionary(uniqueKeysWithValues: try Operation.all().map { ($0.id, $0) })
    // The same for all: what a request of one does must not count in the case of another.
    let work = try scene.subjects.map { subject in (subject, try cases(subject, scene.rival, operations)) }
    let count = work.reduce(0) { $0 + $1.1.count }
    let (url, secrets) = (try bundle().url, scene.secrets)
    let faults = try await withThrowingTaskGroup { group in
      for (subject, cases) in work {
        let hidden = subject.isStranger ? subject.belongings.secrets : secrets
        group.addTask { try cases.compactMap { try Self.fault($0, by: subject, at: url, hiding: hidden) } }
      }
      return try await group.reduce(into: [String]()) { $0 += $1 }
    }
    for fault in faults.sorted() { Issue.record("\(fault)") }
    let byKey = work.filter { $0.0.isKey }.reduce(0) { $0 + $1.1.count }
    print(
      "permission matrix: \(count) cases, \(byKey) of them by API keys, \(operations.count) routes, "
        + "\(faults.count) faults")
    #expect(byKey > 4 * operations.count)
    #expect(count > 10 * operations.count)
  }

  @Test("The search for a stranger's things finds them where they are") func search() throws {
    let scene = try Scene(in: try bundle())
    let ana = try #require(scene.subjects.first)
    let client = Client(try bundle().url)
    client.accessToken = ana.token
    let own = [ana.belongings.workspace]
    #expect(Self.leak(in: try client.get("/v1/me"), of: own) == own[0])
    #expect(Self.leak(in: try client.get("/v1/me"), of: scene.secrets) == nil)
  }

  /// Those about foreign things come first: the last of the others end the session.
  private func cases(_ subject: Subject, _ rival: Belongings, _ operations: [String: Operation]) throws
    -> [Case]
  {
    let strange = subject.isStranger ? subject.belongings : rival
    let foreign = Row.all.compactMap { row in row.foreign.map { (row.operation, "foreign", $0(strange)) } }
    let own = subject.isStranger ? [] : Row.all.map { ($0.operation, "own", $0.own(subject.belongings)) }
    return try (foreign + own).map { id, whose, call in
      let operation = try #require(operations[id])
      var call = call
      // The password is of the one who asks.
      if id == "TransferOwnership", whose == "foreign" {
        call.body = ["password": .string(subject.belongings.password)]
      }
      return Case(
        name: "\(id) by \(subject.kind), \(whose)", method: operation.method,
        path: Self.path(operation.path, call), call: call,
        expected: Self.expected(of: call, by: subject.kind, operation.access))
    }
  }

  private static func expected(of call: Call, by kind: Subject.Kind, _ access: Operation.Access) -> Set<Int> {
    switch (access, kind) {
    case (.anyone, _): call.allowed
    case (_, let kind) where !kind.isKnown: [401]
    case (.person, .key), (.person, .keyOfAnother): [403]
    case (.reader, .key(let scopes)): scopes.contains(.read) ? call.allowed : [403]
    case (.person, _), (.reader, _): call.allowed
    case (.member(let permission), .key(let scopes)):
      scopes.contains(permission) && call.roles == nil ? call.allowed : [403]
    case (.member(let permission), .keyOfAnother):
      Permission.scopes.contains(permission) && call.roles == nil ? call.allowed : [403]
    case (.member(let permission), .member(let role)):
      role.may(permission) && call.roles?.contains(role) ?? true ? call.allowed : [403]
    case (.member, _): [403]
    }
  }

  private static func path(_ template: String, _ call: Call) -> String {
    let parts = template.split(separator: "/").map { $0.hasPrefix("{") ? call.argument : String($0) }
    return "/" + parts.joined(separator: "/") + (call.query.isEmpty ? "" : "?\(call.query)")
  }

  /// What is wrong with the answer; nil when nothing is.
  private static func fault(
    _ test: Case, by subject: Subject, at url: String, hiding secrets: [String]
  ) throws -> String? {
    let client = Client(url)
    client.accessToken = test.call.endsSession ? subject.spareToken ?? subject.token : subject.token
    let answer = try client.call(
      test.method, test.path, test.call.body?.encoded(), headers: test.call.headers)
    guard test.expected.contains(answer.status) else {
      return
        "\(test.name): \(answer.status) in place of \(test.expected.sorted()): \(answer.text.prefix(200))"
    }
    if let secret = leak(in: answer, of: secrets) { return "\(test.name): shows \(secret)" }
    return nil
  }

  private static func leak(in answer: Client.Answer, of secrets: [String]) -> String? {
    let text = answer.headers.map { "\($0.name): \($0.value)\n" }.joined() + answer.text
    return secrets.first { text.contains($0) || text.contains($0.lowercased()) }
  }
}
