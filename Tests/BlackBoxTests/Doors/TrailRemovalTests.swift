internal import Core
internal import Harness
internal import Testing

@Suite("The daily job tells of an audit trail that somebody removed", .bundle) struct TrailRemovalTests {
  @Test("It is silent on trails as they were written, and names those that are gone") func removed() throws {
    let bundle = try bundle()
    let (ana, _) = (try Customer(bundle), try Customer(bundle))
    let user = try #require(ana.registration["user"]?["id"]?.string)
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    #expect(try bundle.invoke("VerifyAuditLog").isDone)
    #expect(try broken(bundle).isEmpty)
    for stream in [user, organization] {
      try bundle.sql(
        """
        delete from event_private where stream_id = '\(stream)'; delete from event where stream_id = '\(stream)';
        delete from event_stream where stream_id = '\(stream)'
        """)
    }
    // The organization's begins anew.
    #expect(try ana.client.post("/v1/workspaces", ["name": "Bar"]).status == 201)
    #expect(try bundle.invoke("VerifyAuditLog").isDone)
    let lines = try wait(for: "the job's word", upTo: .seconds(10)) { () -> [String]? in
      let lines = try broken(bundle)
      return lines.count >= 2 ? lines : nil
    }
    #expect(lines.count == 2)
    for stream in [user, organization] { #expect(lines.contains { $0.contains(stream) }) }
  }

  private func broken(_ bundle: RunningBundle) throws -> [String] {
    try bundle.logs().split(separator: "\n").map(String.init).filter {
      $0.contains("the audit trail is broken")
    }
  }
}
