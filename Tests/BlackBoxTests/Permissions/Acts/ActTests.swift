internal import Core
internal import Harness
internal import Identity
internal import Testing

/// The table is made of the acts in the code and of the operations that the API description says they are brought about by.
@Suite(
  "An act is let through to whom the table says, whatever route it is asked by",
  .bundle(with: [
    "UserRequestsPerMinute": "100000", "KeyRequestsPerMinute": "100000", "AddressRequestsPerMinute": "100000",
    "OrganizationRequestsPerMinute": "100000",
  ])) struct ActTests
{
  private static let drivers = ActDriver.content + ActDriver.organization + ActDriver.reading

  @Test("What changes something names its acts, every act has a route, and every pair of them a driver")
  func complete() throws {
    let operations = try Operation.all()
    var pairs: [String] = []
    for operation in operations {
      guard case .member = operation.access else { continue }
      if operation.method != "GET" { #expect(operation.acts != nil, "\(operation.id) has no x-acts") }
      for name in operation.acts ?? [] {
        let act = Act(rawValue: name)
        #expect(act != nil, "\(operation.id): there is no act \(name)")
        pairs.append("\(name) by \(operation.id)")
      }
    }
    #expect(Set(pairs) == Set(Self.drivers.map(\.name)))
    #expect(Set(Self.drivers.map(\.act)) == Set(Act.allCases))
  }

  @Test(
    "Every act by every route, by every role and by keys with each set of scopes, to own and others' things")
  func matrix() throws {
    var stage = try ActStage(in: try bundle())
    let operations = Dictionary(uniqueKeysWithValues: try Operation.all().map { ($0.id, $0) })
    var (cases, allowed, faults) = (0, 0, [String]())
    for driver in Self.drivers {
      let operation = try #require(operations[driver.operation])
      guard case .member(let access) = operation.access else { throw Timeout(description: driver.name) }
      for toOwn in driver.ownedBy == nil ? [true] : [true, false] {
        // What is made new is one's own.
        #expect(driver.ownedBy == nil || driver.act.hasOwner, "\(driver.name)")
        let needed = Set(driver.act.permissions(toOwn: toOwn) + [access])
        for actor in try stage.actors(needing: needed) {
          let isAllowed = actor.may(driver.act, toOwn: toOwn, by: access)
          cases += 1
          allowed += isAllowed ? 1 : 0
          if let fault = try Self.fault(driver, operation, by: actor, toOwn: toOwn, isAllowed, on: stage) {
            faults.append(fault)
          }
        }
      }
    }
    for fault in faults { Issue.record("\(fault)") }
    print(
      "acts: \(cases) cases, \(allowed) of them allowed, \(Act.allCases.count) acts, \(Self.drivers.count) ways"
    )
    #expect(cases > 10 * Self.drivers.count && allowed > 2 * Self.drivers.count)
  }

  private static func fault(
    _ driver: ActDriver, _ operation: Operation, by actor: Doer, toOwn: Bool, _ isAllowed: Bool,
    on stage: ActStage
  ) throws -> String? {
    let thing = try driver.prepare(stage, actor)
    if let (table, column) = driver.ownedBy {
      let author = toOwn ? actor.user : stage.stranger(to: actor)
      // A delivery is its post's.
      let id = driver.operation.hasSuffix("Delivery") ? thing.mark : thing.id
      try stage.bundle.sql("update \(table) set \(column) = '\(author)' where id = '\(id)'")
      try driver.follow(stage, thing)
    }
    let client = Client(stage.bundle.url)
    client.accessToken = actor.token
    let query = driver.query(stage, thing)
    let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? thing.id : String($0) }
      .joined(separator: "/")
    let answer = try client.call(
      operation.method, "/\(path)" + (query.isEmpty ? "" : "?\(query)"),
      driver.body(stage, thing, actor)?.encoded(),
      headers: operation.id == "UpdatePost" ? ["If-Match": "\"\(thing.version)\""] : [:])
    let isDone = try driver.isDone(stage, thing, answer)
    let isAnsweredSo =
      isAllowed
      ? (200..<300).contains(answer.status)
      : answer.status == 403
        && ["forbidden", "missing_scope", "owners_only", "person_required"].contains(
          answer.json["code"]?.string)
    guard isDone != isAllowed || !isAnsweredSo else { return nil }
    return
      "\(driver.name) to \(toOwn ? "own" : "another's") by \(actor.name): \(isAllowed ? "allowed" : "refused") by the "
      + "table, \(isDone ? "done" : "not done"), \(answer.status) \(answer.text.prefix(200))"
  }
}
