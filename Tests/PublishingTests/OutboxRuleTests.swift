internal import Harness
internal import Outbox
internal import Testing

@Suite("There is one way to leave a message, and one list of queues") struct OutboxRuleTests {
  @Test("Every queue of the template has its name in the list, and no other") func queues() throws {
    let template = try TextFile.read("template.yaml")
    let names = template.split(separator: "\n").filter { $0.hasPrefix("  ") && $0.hasSuffix("Queue:") }
      .map { String($0.dropFirst(2).dropLast(6)).lowercased() }.filter { !$0.contains(" ") }
    #expect(Set(names) == Set(Queue.allCases.map(\.rawValue)))
    #expect(names.count == Queue.allCases.count)
  }

  @Test("Nobody but the outbox itself writes into it") func writers() throws {
    var (writers, count): ([String], Int) = ([], 0)
    for (path, text) in try ["Shared", "Functions"].flatMap({ try SwiftSources.read(below: $0) }) {
      count += 1
      if text.contains("insert into outbox") { writers.append(path) }
    }
    #expect(writers == ["Shared/Outbox/OutboxStore.swift"])
    #expect(count > 400)
  }
}
