internal import Accounts
package import Core
package import Database
package import Identity
internal import MediaLibrary
package import Platforms
package import Posts

/// What people do with posts: compose, change, schedule, publish, cancel, delete.
///
/// Every command commits the change and the hints for the queue together. Deliveries are always locked before
/// their post, as the roll-up does it, so that commands and workers cannot deadlock.
package struct Planner {
  private static let open = ["draft", "scheduled", "queued", "missed"]

  let session: Session
  let member: Member
  let posts: PostStore
  let deliveries: DeliveryStore
  let rules: Platforms
  private let timing: Timing

  package init(_ session: Session, by member: Member, timing: Timing, rules: Platforms = .rules) {
    self.session = session
    self.member = member
    posts = PostStore(session)
    deliveries = DeliveryStore(session: session)
    self.rules = rules
    self.timing = timing
  }

  package func create(_ draft: PostDraft) throws -> Post {
    try member.require(.composePost)
    let valid = try validated(draft)
    return try session.transaction {
      let id = UUID.v7()
      try posts.insert(id, valid, organization: member.organization, author: member.user)
      try insert(valid.targets, into: id)
      try requestVariants(valid.targets)
      let post = try find(id)
      if let time = valid.scheduledAt { try schedule(post, at: time, leads(valid)) }
      return try find(id)
    }
  }

  /// `version` names those that the person may have seen.
  package func update(_ id: UUID, _ patch: JSON, version: ExpectedVersion) throws -> Post {
    try session.transaction {
      // A worker that took up a delivery after it was looked at would publish the content of before.
      try deliveries.lock(post: id)
      let post = try find(id, for: .changePost)
      guard version.includes(post.version) else { throw PostError.stale(current: post.version) }
      try refuseInFlight(post)
      try refuseWhollyOut(post)
      // What has a time already goes out by it, as it is written now.
      if post.isPlanned { try member.require(.changePlanned, of: post.author) }
      let draft = PostDraft(patch, over: post)
      if post.deliveries.contains(where: \.isOut) { try refuseChange(of: post, by: draft.readable()) }
      let valid = try validated(draft)
      try replaceTargets(of: post, by: valid.targets)
      try requestVariants(valid.targets)
      // A time that is over is not renewed by a change of the text.
      let planned = try valid.scheduledAt.map {
        $0 > .now() ? try schedule(post, at: $0, leads(valid)) : 0
      }
      if planned == 0 && patch["scheduled_at"] != nil { throw PostError.notSchedulable(post.state) }
      // Scheduling has queued what it moved; without it, what the edit took out of the queue goes back.
      if (planned ?? 0) == 0 { try dispatch(.post(id)) }
      guard try posts.update(id, version: post.version, valid) else { throw PostError.stale(current: nil) }
      return try find(id)
    }
  }

  package func schedule(_ id: UUID, at time: Instant) throws -> Post {
    guard time > .now() else { throw Problem.invalid([FieldError("/at", "past", "This time is over.")]) }
    return try plan(id, at: time)
  }

  package func publishNow(_ id: UUID) throws -> Post { try plan(id, at: .now()) }

  package func cancel(_ id: UUID) throws -> Post {
    try session.transaction {
      let post = try find(id, for: .cancelPost)
      guard try deliveries.cancel(post: id) > 0 else { throw PostError.notCancellable(post.state) }
      try posts.updateTime(id, nil)
      return try find(id)
    }
  }

  /// What was published stays on its platform; what was not is never published.
  package func delete(_ id: UUID, version: ExpectedVersion?) throws {
    try session.transaction {
      try deliveries.lock(post: id)
      let post = try find(id, for: .deletePost)
      if let version, !version.includes(post.version) { throw PostError.stale(current: post.version) }
      try refuseInFlight(post)
      _ = try deliveries.cancel(post: id)
      try posts.markDeleted(id)
    }
  }

  private func plan(_ id: UUID, at time: Instant) throws -> Post {
    try session.transaction {
      let post = try find(id, for: .schedule)
      let valid = try recheck(post)
      try requestVariants(valid.targets)
      guard try schedule(post, at: time, leads(valid)) > 0 else { throw PostError.notSchedulable(post.state) }
      try posts.updateTime(id, time)
      return try find(id)
    }
  }

  /// Preflight once more: accounts and rules may have changed since the post was composed.
  private func recheck(_ post: Post) throws -> ValidPost {
    try validated(PostDraft([:], over: post))
  }

  /// What platforms do not take as it is, is made for them before the post is due.
  private func requestVariants(_ targets: [ValidPost.Target]) throws {
    for target in targets {
      guard let platform = rules[target.account.platform] else { continue }
      try VariantDesk(session).request(target.content, for: platform)
    }
  }

  private func leads(_ post: ValidPost) -> Leads {
    Leads(post.targets, rules: rules)
  }

  func find(_ id: UUID) throws -> Post {
    guard let post = try posts.find(id) else { throw Problem.notFound("post") }
    return post
  }

  /// The post, when this member may do this to it.
  func find(_ id: UUID, for act: Act) throws -> Post {
    let post = try find(id)
    try member.require(act, of: post.author)
    return post
  }

  func dispatch(_ which: DispatchScope) throws {
    try Dispatcher(session, timing: timing).dispatch(which)
  }

  private func validated(_ draft: PostDraft) throws -> ValidPost {
    try draft.validated(in: session, rules: rules, now: .now())
  }

  /// The one place where deliveries get a time, whatever was asked for.
  @discardableResult
  private func schedule(_ post: Post, at time: Instant, _ leads: Leads) throws -> Int {
    try member.require(.schedule, of: post.author)
    let count = try deliveries.schedule(post: post.id, at: time, leads: leads, states: Self.open)
    try dispatch(.post(post.id))
    return count
  }

  private func insert(_ targets: [ValidPost.Target], into post: UUID) throws {
    guard !targets.isEmpty else { return }
    try deliveries.insert(targets, post: post, organization: member.organization)
  }

  private func replaceTargets(of post: Post, by targets: [ValidPost.Target]) throws {
    let kept = targets.map(\.account.id)
    let removed = post.deliveries.filter { !kept.contains($0.account) }
    guard removed.allSatisfy({ $0.attempts.isEmpty }) else { throw PostError.triedAlready }
    try deliveries.delete(removed.map(\.id))
    var added: [ValidPost.Target] = []
    for target in targets {
      if let delivery = post.deliveries.first(where: { $0.account == target.account.id }) {
        try deliveries.updateVariant(delivery.id, target.variant)
      } else {
        added.append(target)
      }
    }
    try insert(added, into: post.id)
  }

  /// Of a post that is out, or was, everywhere there is nothing left to change.
  private func refuseWhollyOut(_ post: Post) throws {
    guard !post.deliveries.isEmpty, post.deliveries.allSatisfy(\.isOut) else { return }
    try refuse(post.deliveries)
  }

  /// What is out somewhere stays as it was sent.
  private func refuseChange(of post: Post, by draft: PostDraft) throws {
    let changed = post.deliveries.filter { delivery in
      delivery.isOut
        && draft.content(for: delivery.account) != post.content.applying(variant: delivery.variant)
    }
    guard changed.isEmpty else { return try refuse(changed) }
  }

  private func refuse(_ out: [Delivery]) throws {
    let accounts = try AccountStore(session).find(out.map(\.account))
    throw PostError.alreadyPublished(accounts.map { "\($0.name) (\($0.platform), \($0.id))" })
  }

  private func refuseInFlight(_ post: Post) throws(PostError) {
    let inFlight = ["claimed", "sending", "pending_remote", "unknown", "needs_review", "removing"]
    if post.deliveries.contains(where: { inFlight.contains($0.state) }) { throw .inFlight }
  }
}
