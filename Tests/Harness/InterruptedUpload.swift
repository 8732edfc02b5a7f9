package import Core
internal import Glibc

/// Publishes a video while the function that uploads it is killed several times, and tells what the platform saw of it.
package struct InterruptedUpload {
  /// Those that the platform was asked to begin. One, unless it was begun anew.
  package private(set) var uploads = 0
  /// How much of it the platform had when its function was killed.
  package private(set) var killedAt: [Int64] = []
  /// All bytes that were sent to the platform, repeated ones too.
  package private(set) var sent: Int64 = 0
  /// What the platform has, in the words of the sandbox.
  package private(set) var content: String?
  /// Of the function's processes, the most memory that one has had.
  package private(set) var peakKibibytes = 0
  /// From the command to publish until the platform had all of it.
  package private(set) var duration = Duration.zero
  /// As the API shows it at the end.
  package private(set) var post: JSON = .null

  private let bundle: RunningBundle
  private let platform: String
  private let bytes: Int64
  private let kills: Int

  /// Publishes the media `movie` of `bytes` on a new account of the platform, and kills the function when a first,
  /// second, … of equal parts has arrived. Expects a short lease: nobody else continues before it is over.
  package init(
    _ movie: String, bytes: Int, on platform: String, killing kills: Int, _ customer: Customer,
    _ bundle: RunningBundle, upTo limit: Duration
  ) throws {
    self.bundle = bundle
    self.platform = platform
    self.bytes = Int64(bytes)
    self.kills = kills
    let earlier = Set(try listUploads().compactMap { $0["id"]?.string })
    let id = try Self.compose(movie, on: platform, customer)
    let start = Instant.now()
    let published = try customer.client.post("/v1/posts/\(id)/publish")
    guard published.status == 200 else { throw Timeout(description: published.text) }
    var nextLook = start
    post = try wait(
      for: "publication of \(try customer.show(id).text)", upTo: limit, every: .milliseconds(5)
    ) {
      try observe(since: start, besides: earlier)
      guard Instant.now() > nextLook else { return nil }
      // What the timer does each minute.
      try bundle.invoke("ReconcileDeliveries")
      let post = try customer.show(id)
      nextLook = .now() + .milliseconds(500)
      guard post["state"] != "failed" else { throw Timeout(description: post.text) }
      return post["state"] == "published" ? post : nil
    }
    try observe(since: start, besides: earlier)
  }

  private static func compose(_ movie: String, on platform: String, _ customer: Customer) throws -> String {
    let text = "Interrupted \(UUID.v7())"
    let account = try customer.connect(platform, as: "interrupted_\(platform)")
    var content: JSONObject = ["text": .string(text), "media": [["id": .string(movie)]]]
    if platform == "youtube" { content["title"] = .string(text) }
    let draft = try customer.compose(text, on: [account], ["content": .object(content)])
    guard let id = draft.json["id"]?.string else { throw Timeout(description: draft.text) }
    return id
  }

  private mutating func observe(since start: Instant, besides earlier: Set<String>) throws {
    let processes = bundle.processes(of: "PublishDelivery")
    peakKibibytes = max(
      peakKibibytes, processes.compactMap { ProcessStatus.kibibytes("VmHWM", of: $0) }.max() ?? 0)
    let own = try listUploads().filter { !earlier.contains($0["id"]?.string ?? "") }
    guard let upload = own.last else { return }
    uploads = own.count
    sent = own.reduce(0) { $0 + ($1["sent"]?.integer ?? 0) }
    content = upload["content"]?.string
    let stored = upload["stored"]?.integer ?? 0
    if stored == bytes && duration == .zero { duration = Instant.now() - start }
    let isNext = stored * Int64(kills + 1) >= bytes * Int64(killedAt.count + 1)
    if killedAt.count < kills, stored < bytes, isNext {
      for process in processes { kill(process, SIGKILL) }
      killedAt.append(stored)
    }
  }

  private func listUploads() throws -> [JSON] {
    let list = try Client(bundle.sandboxURL()).get("/uploads").json["data"]?.array ?? []
    return list.filter { $0["platform"]?.string == platform }
  }
}
