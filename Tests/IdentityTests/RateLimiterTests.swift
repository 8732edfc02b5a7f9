internal import Core
internal import Database
internal import Limits
internal import TestSupport
internal import Testing

@Suite("A rate limit lets bursts through and holds the rate") struct RateLimiterTests {
  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  private var limiter: RateLimiter { RateLimiter(database.session(.identity)) }

  private func isAllowed(_ limits: RateLimit...) throws -> Bool {
    do {
      try limiter.take(limits)
      return true
    } catch let problem as Problem {
      #expect(problem.status == 429 && (problem.retryAfter ?? 0) >= 1)
      return false
    }
  }

  /// Lets time pass for every key.
  private func pass(_ seconds: Int) throws {
    try database.asAdministrator.query(
      "update rate_limit set due_at = due_at - \(seconds) * interval '1 s'")
  }

  @Test("As many as the burst pass at once; then one for each interval")
  func burst() throws {
    let limit = RateLimit("k", every: .seconds(60), burst: 3)
    #expect(try (0..<5).map { _ in try isAllowed(limit) } == [true, true, true, false, false])
    try pass(60)
    #expect(try (0..<2).map { _ in try isAllowed(limit) } == [true, false])
    try pass(600)
    #expect(try (0..<4).map { _ in try isAllowed(limit) } == [true, true, true, false])
  }

  @Test("One limit that is used up refuses, whatever the others say; keys do not touch each other")
  func several() throws {
    let narrow = RateLimit("narrow", every: .seconds(60), burst: 1)
    let wide = RateLimit("wide", every: .seconds(60), burst: 10)
    #expect(try isAllowed(narrow, wide))
    #expect(try !isAllowed(narrow, wide))
    #expect(try isAllowed(wide))
    try limiter.clear(["narrow"])
    #expect(try isAllowed(narrow))
  }

  @Test("Fifty at the same moment get no more than the burst")
  func concurrency() async throws {
    let database = database
    let passed = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 {
        group.addTask {
          do {
            try RateLimiter(database.session(.app)).take([RateLimit("hot", every: .seconds(600), burst: 7)])
            return true
          } catch is Problem {
            return false
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(passed == 7)
  }
}
