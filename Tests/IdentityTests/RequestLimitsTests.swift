internal import Core
internal import Database
internal import Limits
internal import TestSupport
internal import Testing

@Suite("Requests are counted in slices, and the quota holds for all processes together")
struct RequestLimitsTests {
  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  /// A process: what it knows, and how often it asked the database.
  private final class Process {
    let limits = RequestLimits()
    private let limiter: RateLimiter
    private(set) var statements = 0

    init(_ database: TestDatabase) { limiter = RateLimiter(database.session(.app)) }

    /// Nil when the request passes, else the seconds to wait.
    func wait(_ quota: RequestQuota, _ subject: String = "ana", at now: Instant = .now()) throws -> Int? {
      limits.begin()
      do {
        try limits.take([(quota, subject)], at: now) { uses in
          statements += 1
          return try limiter.settle(uses)
        }
        return nil
      } catch let problem as Problem {
        #expect(problem.status == 429)
        return problem.retryAfter ?? -1
      }
    }
  }

  @Test("Exactly the quota passes in one process, for few statements; who is refused costs none")
  func single() throws {
    let process = Process(database)
    let quota = RequestQuota("user", requests: 100)
    // All within a moment, as far as the process knows; the database's clock goes on: half a second a request.
    let now = Instant.now()
    let waits = try (0..<150).map { _ in try process.wait(quota, at: now) }
    #expect(waits.prefix(100).allSatisfy { $0 == nil })
    #expect(waits.dropFirst(102).allSatisfy { $0 == 1 })
    #expect(process.statements <= 53)
    #expect(try process.wait(quota, "eva", at: now) == nil)
    // The rate makes room again.
    #expect(try process.wait(quota, at: now + .seconds(30)) == nil)
  }

  @Test("A small quota is exact over many processes")
  func exact() throws {
    let processes = (0..<8).map { _ in Process(database) }
    let quota = RequestQuota("user", requests: 20)
    let passed = try (0..<80).count { try processes[$0 % 8].wait(quota) == nil }
    // Three seconds make room for one more: not here, but on a slow machine.
    #expect((20...21).contains(passed))
  }

  @Test("Beyond that, each process lets less than a slice too many pass")
  func slices() throws {
    let processes = (0..<4).map { _ in Process(database) }
    let quota = RequestQuota("user", requests: 1000)
    let now = Instant.now()
    let passed = try (0..<3000).count { try processes[$0 % 4].wait(quota, at: now) == nil }
    // A slice is 20. The database's own clock makes room for some while this runs: 16 in each second.
    #expect(passed >= 1000 && passed <= 1000 + 4 * 19 + 170)
    #expect(processes.reduce(0) { $0 + $1.statements } < 200)
  }

  @Test("What the answer tells: every quota, and what is left of the tightest")
  func fields() throws {
    let limits = RequestLimits()
    let limiter = RateLimiter(database.session(.app))
    limits.begin()
    #expect(limits.fields.isEmpty)
    let wanted = [
      (quota: RequestQuota("address", requests: 600), subject: "1"),
      (quota: RequestQuota("user", requests: 60), subject: "2"),
    ]
    try limits.take(wanted) { try limiter.settle($0) }
    // Once for each request, however often it is asked for.
    try limits.take(wanted) { try limiter.settle($0) }
    #expect(
      limits.fields.map { "\($0.name): \($0.value)" } == [
        "ratelimit-policy: \"address\";q=600;w=60, \"user\";q=60;w=60", "ratelimit: \"user\";r=59;t=1",
      ])
    // What the row has not been told of counts too.
    let other = RequestLimits()
    for _ in 0..<3 {
      other.begin()
      try other.take([(quota: RequestQuota("address", requests: 600), subject: "3")]) {
        try limiter.settle($0)
      }
    }
    #expect(other.fields.map(\.value) == ["\"address\";q=600;w=60", "\"address\";r=597;t=1"])
  }

  @Test("What is left never is more than the quota, and requests of a window that is over are forgotten")
  func windows() throws {
    let process = Process(database)
    let quota = RequestQuota("user", requests: 1000)
    let now = Instant.now()
    for (seconds, left) in [(0, 999), (30, 998), (60, 997), (61, 999), (62, 998)] {
      #expect(try process.wait(quota, at: now + .seconds(seconds)) == nil)
      #expect(process.limits.fields.last?.value.hasPrefix("\"user\";r=\(left);") == true, "\(seconds)")
    }
    #expect(process.statements == 0)
  }

  @Test(
    "An address stands for its place in the network",
    arguments: [
      ("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "20010db800010002::/64"),
      ("2001:db8:1:2::1", "20010db800010002::/64"), ("::ffff:203.0.113.7", "203.0.113.7"), ("", ""),
      ("nonsense", "nonsense"),
    ])
  func places(_ address: String, _ place: String) { #expect(NetworkAddress.place(of: address) == place) }

  @Test(
    "Networks as PostgreSQL takes them",
    arguments: [
      ("203.0.113.7", true), ("203.0.113.0/24", true), ("203.0.113.7/24", false), ("0.0.0.0/0", true),
      ("10.0.0.0/33", false), ("2001:db8::/32", true), ("2001:db8::1/32", false), ("::1", true),
      ("::1/129", false),
      ("10.0.0.0/", false), ("10.0.0/8", false), ("/8", false), ("", false), ("10.0.0.0/8/8", false),
      ("10.0.0.0/+8", false), ("fe80::1%eth0", false),
    ])
  func networks(_ text: String, _ isNetwork: Bool) throws {
    #expect(NetworkAddress.isNetwork(text) == isNetwork)
    if isNetwork { try database.session(.app).query("select \(text)::cidr") }
  }
}
