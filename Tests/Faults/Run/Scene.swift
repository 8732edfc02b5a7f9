internal import Core
internal import Glibc
internal import Harness

/// Customers with accounts on all platforms, and the posts that are to be published on them.
final class Scene {
  /// Instagram takes 50 posts of an account in 24 hours, also here.
  private static let postsPerAccount = 40
  /// Deliveries that are due in a second.
  private static let rate = 12

  let bundle: RunningBundle
  /// Within which all deliveries are due.
  let span: Duration
  private let tenants: [Tenant]
  private let accountsPerPlatform: Int
  private let count: Int
  /// What each delivery is to become, by platform and mark.
  private(set) var expected: [String: Expectation] = [:]
  private var cuts = CutCount()

  struct Expectation {
    let kind: PostKind
    let isReadable: Bool
  }

  init(_ bundle: RunningBundle, deliveries: Int) throws {
    self.bundle = bundle
    count = deliveries
    span = .seconds(max(60, deliveries / Self.rate))
    let organizations = min(max(deliveries / 200, 3), 10)
    let posts = deliveries / PostKind.platforms.count
    let accounts = max(2, posts / organizations / Self.postsPerAccount + 1)
    accountsPerPlatform = accounts
    tenants = try (0..<organizations).map { try Tenant($0, accountsPerPlatform: accounts, bundle) }
    try Transitions.record(in: bundle)
    try setFaults()
  }

  var summary: String {
    "\(count) deliveries on \(PostKind.platforms.count) platforms, of \(tenants.count) organizations with "
      + "\(accountsPerPlatform) accounts on each, due within \(span)"
  }

  /// How often requests were cut, as far as the sandbox could still tell.
  var cutSummary: String { cuts.summary }

  /// Forgotten by a sandbox that is started again.
  func setFaults() throws {
    try bundle.setFaults([
      // Platforms refuse the same text twice, which would hide what a naive publisher does.
      "seed": .integer(Int64.random(in: 0...Int64.max)), "read_lag_ms": 150, "allow_duplicates": true,
      "rules": CutPoints.rules,
    ])
  }

  /// Before the sandbox ends.
  func countCuts() {
    if let faults = try? Client(bundle.sandboxURL()).get("/faults") { cuts.add(faults.json) }
  }

  func compose() throws {
    let size = PostKind.platforms.count
    let posts = (count + size - 1) / size
    let start = Instant.now() + .seconds(10) + .milliseconds(60 * posts)
    for index in 0..<posts {
      let platforms = PostKind.platforms.prefix(count - index * size)
      try compose(index, on: Array(platforms), at: start + span * index / posts)
    }
    usleep(UInt32(clamping: max((start - .now()).microseconds, 0)))
  }

  private func compose(_ index: Int, on platforms: [String], at time: Instant) throws {
    let tenant = tenants[index % tenants.count]
    let place = index / tenants.count % accountsPerPlatform
    let round = index / tenants.count / accountsPerPlatform
    let mark = UUID.v7().description
    let sandbox = try bundle.sandboxURL()
    var accounts: [String] = []
    var variants: JSONObject = [:]
    for platform in platforms {
      guard let account = tenant.accounts[platform]?[place] else { continue }
      let kinds = PostKind.all(of: platform)
      let kind = kinds[(round + index) % kinds.count]
      accounts.append(account.id)
      variants[account.id] = kind.variant(mark, sandbox: sandbox, board: account.board)
      expected["\(platform) \(mark)"] = Expectation(
        kind: kind, isReadable: kind.isReadable && account.isReadable)
    }
    let answer = try tenant.customer.compose(
      PostKind.text(mark), on: accounts,
      ["scheduled_at": JSON(describing: time), "variants": .object(variants)])
    guard answer.status == 201 else { throw Timeout(description: "composing answered \(answer.text)") }
  }

  /// Of a text or of the address of a file.
  static func mark(in text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "/" || $0 == "_" }
    return words.first { UUID(String($0)) != nil }.map(String.init)
  }

  /// Waits until every delivery has come to an end, or the time is over.
  func settle(upTo limit: Duration) throws {
    let deadline = Instant.now() + limit
    var open = "all"
    while open != "0" && Instant.now() < deadline {
      usleep(1_000_000)
      open = (try? Transitions.openDeliveries(in: bundle)) ?? open
    }
    print("\(open) deliveries open at the end")
  }

  func deliveries() throws -> [JSON] { try tenants.flatMap { try $0.deliveries() } }
}
