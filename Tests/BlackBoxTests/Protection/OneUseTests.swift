internal import Core
internal import Harness
internal import Testing

@Suite("What is good for one use is used once, by however many at the same moment", .bundle)
struct OneUseTests {
  private func parallel<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws
    -> [Result]
  {
    try await withThrowingTaskGroup { group in
      for _ in 0..<50 { group.addTask { try body() } }
      return try await group.reduce(into: [Result]()) { $0.append($1) }
    }
  }

  @Test("Fifty refreshes with one token rotate it once: all get the same next one")
  func refreshes() async throws {
    let ana = try Customer(try bundle())
    let token = try #require(ana.registration["refresh_token"])
    let url = try bundle().url
    let answers = try await parallel {
      let answer = try Client(url).post("/v1/auth/refresh", ["refresh_token": token])
      return "\(answer.status) \(answer.json["refresh_token"]?.string ?? answer.text)"
    }
    #expect(answers.count == 50 && Set(answers).count == 1)
    let next = try #require(answers.first?.split(separator: " "))
    #expect(next[0] == "200")
    let person = try #require(ana.registration["user"]?["id"]?.string)
    #expect(try bundle().sql("select counter from user_session where user_id = '\(person)'") == "1")
    // The next one is good, and was not used up by the others.
    let after = try ana.client.post("/v1/auth/refresh", ["refresh_token": .string(String(next[1]))])
    #expect(after.status == 200 && after.json["refresh_token"]?.string != String(next[1]))
  }

  @Test("A stale token after the grace ends the session, and the trail of the person says so")
  func stale() throws {
    let ana = try Customer(try bundle())
    let first = try #require(ana.registration["refresh_token"])
    let second = try ana.client.post("/v1/auth/refresh", ["refresh_token": first])
    let token = try #require(second.json["refresh_token"])
    #expect(try ana.client.post("/v1/auth/refresh", ["refresh_token": first]).status == 200)
    let person = try #require(ana.registration["user"]?["id"]?.string)
    // Ten seconds and more ago.
    try bundle().sql(
      "update user_session set rotated_at = now() - interval '11 s' where user_id = '\(person)'")
    #expect(try ana.client.post("/v1/auth/refresh", ["refresh_token": first]).status == 401)
    #expect(try ana.client.post("/v1/auth/refresh", ["refresh_token": token]).status == 401)
    #expect(try ana.client.get("/v1/me").status == 401)
    let trail = try bundle().sql(
      "select action from event where stream_id = '\(person)' order by sequence desc limit 1")
    #expect(trail == "session.token_reused")
  }

  @Test("Fifty uses of one link for a new password set it once")
  func resets() async throws {
    let ana = try Customer(try bundle())
    _ = try ana.client.post("/v1/auth/password-reset", ["email": .string(ana.email)])
    let link = try bundle().mailedLink(to: ana.email, "A new password")
    let statuses = try await parallel {
      try Client("").post(link, ["password": .string("staple \(UUID.v7())")]).status
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.filter { $0 == 404 }.count == 49)
    let person = try #require(ana.registration["user"]?["id"]?.string)
    let events = try bundle().sql(
      "select count(*) from event where stream_id = '\(person)' and action = 'password.reset'")
    #expect(events == "1")
  }
}
