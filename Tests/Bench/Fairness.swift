internal import Core
internal import Harness

/// How late the texts of one organization are while another has 5,000 videos to publish, and without them.
enum Fairness {
  private static let videos = 5000
  private static let texts = 20

  static func measure() throws {
    try RunningBundle.with(arguments: ["--sandbox-rate-limits", "off"]) { try measure($0) }
  }

  private static func measure(_ bundle: RunningBundle) throws {
    let plan = try Plan(bundle, name: "fairness")
    // The first starts environments.
    _ = try lateness(plan)
    report("publish.fairness_alone_ms", try lateness(plan).max() ?? .nan, "ms")
    try queueVideos(bundle)
    let late = try lateness(plan)
    report("publish.fairness_late_p50_ms", percentile(0.5, of: late), "ms")
    report("publish.fairness_late_ms", late.max() ?? .nan, "ms")
    let left = try bundle.sql("select count(*) from delivery where is_heavy and state <> 'published'")
    guard let left = Double(left), left > Double(videos) / 2 else {
      throw Timeout(description: "the videos were gone before the texts were: \(left) left")
    }
    report("publish.fairness_videos_left", left, "deliveries")
  }

  /// Texts due one second after the other: how late each is, in milliseconds.
  private static func lateness(_ plan: Plan) throws -> [Double] {
    let start = Instant(seconds: Instant.now().seconds + 8)
    let times = (0..<texts).map { start + .seconds($0) }
    let ids = try times.map { try plan.compose("Fairness", at: $0) }
    guard Instant.now() < start else { throw Timeout(description: "composing took longer than planned") }
    return zip(try plan.publishedTimes(of: ids), times).map { Double(($0 - $1).microseconds) / 1000 }
  }

  /// Has one organization publish its videos now: one is composed over the API, the others are copies of its rows, and
  /// all get their time by what scheduling does.
  private static func queueVideos(_ bundle: RunningBundle) throws {
    // As over a network: a fifth of a second for each piece of a video.
    try bundle.setFaults([
      "allow_duplicates": true,
      "rules": [["platform": "youtube", "operation": "media", "fault": "latency", "latency_ms": 200]],
    ])
    let customer = try Customer(bundle)
    let account = try customer.connect("youtube", as: "fairness_videos")
    let video = try bundle.sandboxURL() + "/media/a.mp4?bytes=12000000"
    let draft = try customer.compose(
      "Video", on: [account],
      ["content": ["text": "Video", "title": "Video", "media": [["url": .string(video)]]]])
    guard let id = draft.json["id"]?.string else { throw Timeout(description: draft.text) }
    try bundle.sql(
      """
      with copy as (
        insert into post (organization_id, id, workspace_id, author_id, content)
        select organization_id, gen_random_uuid(), workspace_id, author_id, content
        from post, generate_series(2, \(videos)) where id = '\(id)' returning organization_id, id)
      insert into delivery (organization_id, id, post_id, account_id, platform, variant, missed_after)
      select d.organization_id, gen_random_uuid(), copy.id, account_id, platform, variant, missed_after
      from copy join delivery d on d.organization_id = copy.organization_id where d.post_id = '\(id)'
      """)
    try bundle.sql(
      """
      update delivery set state = 'scheduled', due_at = clock_timestamp(), revision = revision + 1,
        not_before = clock_timestamp() - interval '10 min', is_heavy = true
      where account_id = '\(account)' and state = 'draft'
      """)
    let answer = try bundle.invoke("DispatchDueDeliveries")
    guard answer.status == 200, try bundle.sql("select count(*) from delivery where is_heavy") == "\(videos)"
    else { throw Timeout(description: "the videos were not queued: \(answer.text)") }
  }
}
