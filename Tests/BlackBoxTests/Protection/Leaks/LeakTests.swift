internal import Core
internal import Harness
internal import Testing

@Suite("No secret stands in a log or in a table", .bundle(with: ["LogLevel": "TRACE"]), .serialized)
struct LeakTests {
  /// Whose failures are to be seen: each breaks a table, and a request that then fails with a secret in its hands.
  private struct Breakage: Sendable {
    let statement: String
    let mending: String
    let request: @Sendable (SecretJourney) throws -> Client.Answer
  }

  private static let breakages = [
    Breakage(
      statement: "alter table user_session add constraint planted check (key is null) not valid",
      mending: "alter table user_session drop constraint planted",
      request: { try $0.logIn() }),
    Breakage(
      statement: "alter table registration rename column password_hash to planted",
      mending: "alter table registration rename column planted to password_hash",
      request: { try $0.register() }),
    Breakage(
      statement: "alter table second_factor add constraint planted check (secret is null) not valid",
      mending: "alter table second_factor drop constraint planted",
      request: { try $0.enrol() }),
    Breakage(
      statement: "alter table connection_choice add constraint planted check (credentials is null) not valid",
      mending: "alter table connection_choice drop constraint planted",
      request: { try $0.connect() }),
    Breakage(
      statement: "alter table api_key add constraint planted check (secret_sha256 is null) not valid",
      mending: "alter table api_key drop constraint planted",
      request: { try $0.makeKey() }),
    Breakage(
      statement: "alter table app_user add constraint planted check (password_hash is null) not valid",
      mending: "alter table app_user drop constraint planted",
      request: { try $0.changePassword() }),
  ]

  /// Every row of every table, bytes as hex.
  private func tables() throws -> String {
    let names = try bundle().sql(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')")
    return try names.split(separator: "\n").filter { $0 != "common_password" }.map {
      try bundle().sql("select '\($0)', to_jsonb(t) from \($0) t")
    }.joined(separator: "\n")
  }

  @Test("A journey with every kind of secret, and requests that fail with one in their hands")
  func journey() throws {
    let journey = try SecretJourney(in: try bundle())
    try journey.run()
    for breakage in Self.breakages {
      try bundle().sql(breakage.statement)
      let answer = try breakage.request(journey)
      #expect(answer.status == 500, "\(breakage.statement): \(answer.text)")
      try bundle().sql(breakage.mending)
    }
    // The lines of functions come to the host by a pipe: the last one is the last.
    let logs = try wait(for: "the failures in the log", upTo: .seconds(20)) { () -> String? in
      let logs = try bundle().logs()
      return logs.split(separator: "the request failed").count > Self.breakages.count ? logs : nil
    }
    let kept = try tables()
    let secrets = journey.secrets
    for (place, text) in [("logs", logs), ("tables", kept)] {
      for found in secrets.find(in: text) {
        Issue.record("\(found.kind), \(found.form), in the \(place): \(found.context)")
      }
    }
    // What was looked for and at.
    #expect(secrets.kinds == SecretJourney.kinds)
    #expect(secrets.count >= 60, "\(secrets.count)")
    #expect(logs.split(separator: "\n").count >= 40 && kept.split(separator: "\n").count >= 80)
    print(
      "looked for \(secrets.count) secrets in \(logs.split(separator: "\n").count) lines of logs and "
        + "\(kept.split(separator: "\n").count) rows")
  }

  @Test("What is planted in PostgreSQL's log is found, in every form")
  func planted() throws {
    for (index, name) in SecretFinder.forms(of: "secret").map(\.name).enumerated() {
      // Of characters that every form writes in its own way.
      let secret = "planted/\(UUID.v7())+of \"letters\"?"
      var finder = SecretFinder()
      finder.add("planted", secret)
      #expect(finder.find(in: try bundle().logs()).isEmpty)
      let text = String(
        decoding: SecretFinder.forms(of: "before \(secret) behind")[index].bytes, as: UTF8.self)
      try bundle().sql("do $do$ begin raise warning '%', $text$\(text)$text$; end $do$")
      let found = finder.find(in: try bundle().logs())
      #expect(found.contains { $0.kind == "planted" }, "\(name): \(text)")
    }
  }
}
