internal import Core
internal import Harness
internal import Testing

@Suite("The API description is for generators of clients too", .bundle)
struct GeneratedClientTests {
  @Test("Two generators take it without a warning; what they make logs in, pages, repeats, reads errors")
  func journey() throws {
    let ana = try Customer(try bundle(), called: "generated")
    let account = try ana.connect("x", as: "ana")
    let directory = TemporaryDirectory.path("clients")
    defer { _ = try? TemporaryDirectory.remove(directory) }
    let made = try Python.run(
      "Tests/GeneratedClients/generate.py", ["\(try bundle().url)/openapi.json", directory])
    #expect(made.status == 0, "\(made.output)")
    let travelled = try Python.run(
      "Tests/GeneratedClients/journey.py",
      [try bundle().url, directory, ana.email, ana.password, ana.workspace, account])
    #expect(travelled.status == 0 && travelled.output.contains("published http"), "\(travelled.output)")
  }
}
