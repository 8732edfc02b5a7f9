internal import Database
internal import TestSupport
internal import Testing

@Suite("Every statement of every store fits the schema") struct StatementTests {
  private static let shared =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Shared"

  private let session: Session

  init() throws { session = try PostgresServer.shared().makeDatabase().asAdministrator }

  @Test("Each is prepared once, and none is missed") func all() throws {
    let sources = try StoreSources(in: Self.shared)
    var prepared = 0
    for file in sources.files {
      let statements = sources.statements(in: file)
      let uses = sources.uses(in: file)
      #expect(statements.count == uses, "\(file.name): a statement that is not looked at")
      for statement in statements {
        prepared += 1
        #expect(refusal(of: statement, number: prepared) == nil, "\(file.name): \(statement)")
      }
    }
    print("statements: \(prepared) in \(sources.files.count) files")
    #expect(sources.files.count >= 40 && prepared >= 250)
  }

  @Test(
    "One that names what there is not is found",
    arguments: [
      "select nothing from post where id = $1", "update delivery set due_at = true where id = $1",
      "delete from nowhere", "select id from post where id = $1::nonsense",
    ]) func broken(_ statement: String)
  {
    #expect(refusal(of: statement, number: 0) != nil)
  }

  private func refusal(of statement: String, number: Int) -> DatabaseError? {
    do throws(DatabaseError) {
      try session.script("prepare statement_\(number) as \(statement)")
      return nil
    } catch { return error }
  }
}
