internal import Core
internal import Glibc
internal import Harness

/// A customer with many accounts, and the posts that are to be published on them.
final class Scene {
  /// Within which all deliveries are due.
  static let span = Duration.seconds(60)
  private static let accountsPerPlatform = 20

  let bundle: RunningBundle
  let customer: Customer
  private(set) var accounts: [(x: String, instagram: String)] = []
  private let postCount: Int

  init(_ bundle: RunningBundle, deliveries: Int) throws {
    self.bundle = bundle
    postCount = deliveries / 2
    customer = try Customer(bundle)
    for index in 0..<Self.accountsPerPlatform {
      accounts.append(
        (
          try customer.connect("x", as: "faults_x_\(index)"),
          try customer.connect("instagram", as: "faults_ig_\(index)")
        ))
    }
    try setFaults()
  }

  /// Forgotten by a sandbox that is started again.
  func setFaults() throws {
    try bundle.setFaults([
      // X refuses the same text twice, which would hide what a naive publisher does.
      "seed": 42, "read_lag_ms": 150, "allow_duplicates": true,
      "rules": [
        ["platform": "*", "operation": "publish", "fault": "status", "status": 503, "rate": 0.05],
        ["platform": "*", "operation": "publish", "fault": "drop_after", "rate": 0.05],
        ["platform": "*", "operation": "publish", "fault": "status_after", "status": 500, "rate": 0.03],
      ],
    ])
  }

  /// The bundle with a lease so short that pauses outlast it. The function's time-out is longer than the lease
  /// on purpose: a paused worker must wake up and find that it has lost its claim.
  static func bundle(naive: Bool) throws -> RunningBundle {
    var arguments = ["--sandbox-rate-limits", "off"]
    if naive { arguments += ["--binaries", try naiveBinaries()] }
    return try RunningBundle(
      settings: [
        "DeliveryLeaseSeconds": "6", "PublishTimeoutSeconds": "20", "PublishVisibilitySeconds": "20",
        "BacklogSpacingSeconds": "1",
      ], arguments: arguments)
  }

  /// A folder of links to our functions, beside them, in which two names stand for the naive ones.
  private static func naiveBinaries() throws -> String {
    let folder = ".build/naive"
    mkdir(folder, 0o755)
    let standIns: [String: String] = [
      "PublishDelivery": "NaivePublishDelivery", "ReconcileDeliveries": "NaiveReconcileDeliveries",
    ]
    for name in try TextFile.names(in: RunningBundle.binaries) {
      unlink(folder + "/" + name)
      symlink(try absolute(RunningBundle.binaries) + "/" + (standIns[name] ?? name), folder + "/" + name)
    }
    return folder
  }

  private static func absolute(_ path: String) throws -> String {
    guard let resolved = realpath(path, nil) else { throw Timeout(description: "\(path) does not exist") }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  func compose() throws {
    let start = Instant.now() + .seconds(10)
    for index in 0..<postCount {
      let pair = accounts[index % accounts.count]
      let time = start + Self.span * index / postCount
      let answer = try customer.compose(
        "Fault \(index) \(UUID.v7())", on: [pair.x, pair.instagram], media: [customer.imageURL],
        ["scheduled_at": JSON(describing: time)])
      guard answer.status == 201 else { throw Timeout(description: "composing answered \(answer.text)") }
    }
  }

  /// What the minute timers do, more often: the test has no time for minutes. Fails while the host is down.
  func tick() {
    for function in ["DispatchDueDeliveries", "ReconcileDeliveries"] {
      do {
        try bundle.invoke(function)
      } catch {
        continue
      }
    }
  }

  /// Runs the timers until every delivery has come to an end, or the time is over.
  func settle(upTo limit: Duration) throws {
    let deadline = Instant.now() + limit
    var open = 1
    while open > 0 && Instant.now() < deadline {
      tick()
      open = try deliveries().count { !Verdict.isFinal($0["state"]?.string ?? "") }
      usleep(500_000)
    }
    print("\(open) deliveries open at the end")
  }

  /// Every delivery of every post, with its post's text.
  func deliveries() throws -> [JSON] {
    var found: [JSON] = []
    var cursor: String?
    repeat {
      let query = "workspace_id=\(customer.workspace)&limit=100" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try wait(for: "list of posts", upTo: .seconds(60)) { () -> JSON? in
        let answer = try? customer.client.get("/v1/posts?\(query)")
        return answer?.status == 200 ? answer?.json : nil
      }
      for post in page["data"]?.array ?? [] {
        for delivery in post["deliveries"]?.array ?? [] {
          var members = delivery.object ?? [:]
          members["text"] = post["content"]?["text"]
          found.append(.object(members))
        }
      }
      cursor = page["next_cursor"]?.string
    } while cursor != nil
    return found
  }
}
