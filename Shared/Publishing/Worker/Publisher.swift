package import Accounts
internal import Core
internal import Cryptography
package import Database
package import MediaLibrary
package import Platforms

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Publishes one delivery: claim, prepare, arm, send, settle.
///
/// Whatever happens to this process in between, the row says how far it came: before `sending` nothing can have
/// had an effect; after it, only the platform knows, and it is asked before anything is sent again.
package struct Publisher {
  private let store: ClaimStore
  private let dispatcher: Dispatcher
  private let keeper: TokenKeeper
  private let accounts: AccountStore
  private let gates: GateStore
  private let platforms: Platforms
  private let media: MediaAddresses?
  private let timing: Timing
  private let worker: String

  /// Without `media` a post with files of the library cannot be published.
  package init(
    _ session: Session, _ platforms: Platforms, _ box: GrantBox, media: MediaAddresses?, timing: Timing,
    worker: String
  ) {
    self.media = media
    store = ClaimStore(session: session)
    dispatcher = Dispatcher(session, timing: timing)
    keeper = TokenKeeper(session, box)
    accounts = AccountStore(session)
    gates = GateStore(session: session)
    self.platforms = platforms
    self.timing = timing
    self.worker = worker
  }

  package func publish(_ hint: DispatchHint) throws {
    let isHeavy = try take(hint)
    // Its place is free for the next one of the organization.
    if isHeavy { try dispatcher.dispatch(.heavy) }
  }

  /// Whether it was one with a video.
  private func take(_ hint: DispatchHint) throws -> Bool {
    guard var claim = try store.claim(hint, worker: worker, timing: timing) else { return false }
    let isHeavy = claim.isHeavy
    guard let connector = platforms[claim.target.platform] else {
      try giveUp(claim, claim.target.unregistered)
      return isHeavy
    }
    if let until = claim.heldUntil, until > .now() {
      try hold(claim, until: until)
      return isHeavy
    }
    guard claim.isGateUntried else {
      try work(&claim, connector)
      return isHeavy
    }
    guard let closedUntil = try gates.takeProbe(claim.target.platform) else {
      try hold(claim, until: .now() + .seconds(5))
      return isHeavy
    }
    try work(&claim, connector)
    try gates.returnProbe(claim.target.platform, closedUntil)
    return isHeavy
  }

  private func work(_ claim: inout Claim, _ connector: any Connector) throws {
    do {
      guard try resolveMedia(&claim, connector) else { return }
      let access = try check(claim, connector)
      if try prepare(&claim, connector, access), try isDue(claim) { try send(claim, connector, access) }
    } catch {
      guard let refusal = error as? PlatformError else { throw error }
      try giveUp(claim, refusal)
    }
  }

  /// A little later, so that all that waited does not come at the same moment. Whoever watches is told.
  private func hold(_ claim: Claim, until time: Instant) throws {
    try postpone(claim, time - .now() + .milliseconds(Int.random(in: 0...5000)))
    try dispatcher.tell(waiting: claim.target.delivery, in: claim.target.organization)
  }

  /// Gives files their addresses. False when it is to be continued later, since a variant is still being made.
  private func resolveMedia(_ claim: inout Claim, _ connector: any Connector) throws -> Bool {
    guard let media else { return true }
    switch try media.resolve(claim.target.content, for: connector) {
    case .ready(let content): claim.target.content = content
    case .wait(let delay):
      try postpone(claim, delay)
      return false
    }
    return true
  }

  /// Everything that may have changed since the delivery was scheduled.
  private func check(_ claim: Claim, _ connector: any Connector) throws -> Access {
    guard claim.isConnected else {
      throw PlatformError(
        .reauthorize, code: "disconnected", detail: "\(claim.target.identity.name) must be connected again.")
    }
    let missing = connector.scopes.missing(claim.scopes, as: claim.kind)
    if let needed = missing.first(where: { claim.target.content.needs($0.use) }) { throw needed.error }
    let content = claim.target.content
    if let violation = connector.violations(of: content, at: "").first {
      throw PlatformError(.contentRejected, code: violation.code, detail: violation.detail)
    }
    // Some platforms fetch by themselves, and would not say what is wrong.
    if let violation = platforms.sources.violations(of: content, at: "").first {
      throw PlatformError(.mediaRejected, code: violation.code, detail: violation.detail)
    }
    return try claim.target.access(keeper, connector)
  }

  /// Does what has no outside effect, saving each piece. False when it is to be continued later.
  ///
  /// What takes longer than a third of the lease (a large upload) is continued by another claim.
  private func prepare(_ claim: inout Claim, _ connector: any Connector, _ access: Access) throws -> Bool {
    let claimedAt = BootTime.now()
    while BootTime.now() - claimedAt < timing.lease / 3 {
      let target = claim.target
      switch try access.call({ try connector.prepare(target.publication($0)) }) {
      case .ready: return true
      case .progressed(let handle):
        claim.target.handle = handle
        guard try store.saveHandle(claim, handle) else { return false }
      case .wait(let delay):
        try postpone(claim, delay)
        return false
      }
    }
    try postpone(claim, .zero)
    return false
  }

  /// A wait is a delayed message; only the last moment is waited out here, to be on time.
  private func isDue(_ claim: Claim) throws -> Bool {
    let early = max(claim.dueAt, claim.notBefore) - .now()
    if early > Timing.earliness {
      try postpone(claim, early)
      return false
    }
    if early > .zero { usleep(UInt32(early.microseconds)) }
    return true
  }

  private func postpone(_ claim: Claim, _ delay: Duration) throws {
    if try store.release(claim, .wait(delay)) { try dispatch(claim) }
  }

  /// Queues the delivery's next try when it is near; a later one is left to the timer.
  private func dispatch(_ claim: Claim) throws {
    try dispatcher.dispatch(.delivery(claim.target.delivery))
  }

  /// Sends the steps that are not out yet, one attempt each.
  private func send(_ claim: Claim, _ connector: any Connector, _ access: Access) throws {
    var claim = claim
    let steps = connector.steps(of: claim.target.content)
    let first = claim.firstStep
    for step in first..<steps {
      // Taken before the lease is renewed, so that it can only be too early.
      let armedAt = BootTime.now()
      guard try arm(claim, step, isFirst: step == first) else { return }
      // This process may have been paused since: past the margin, another may look at this delivery already.
      guard mayBegin(armedAt) else { return }
      let outcome: Outcome
      do {
        let target = claim.target
        outcome = try access.call { grant in
          // A second time, when the token was refused and renewed meanwhile.
          guard mayBegin(armedAt) else {
            throw PlatformError(
              .accessUnavailable, code: "renewed_late", detail: "The access took too long to be renewed.")
          }
          return try connector.publish(
            target.publication(grant), step: step, timeout: timing.requestTimeout)
        }
      } catch {
        guard let refusal = error as? PlatformError else { throw error }
        try settle(claim, step, refusal)
        // What is out already has an address, whatever became of the rest.
        return try addPermalink(to: claim, connector, access)
      }
      switch outcome {
      case .processing(let delay, let handle):
        if let handle { claim.target.handle = handle }
        guard try store.settle(claim, step: step, .processing(delay)) else { return }
        try dispatcher.look(at: claim.target.delivery, in: claim.target.organization)
        return try openGate(claim)
      case .published(let answer):
        let published: Published
        do throws(PlatformError) { published = try connector.checked(answer, step: step) } catch {
          return try settle(claim, step, error)
        }
        claim.target.handle["posted"] = .array(claim.target.posted + [.string(published.remoteID)])
        guard try record(claim, step, of: steps, published) else { return }
        try openGate(claim)
        if step + 1 == steps && (steps > 1 || published.permalink == nil) {
          try addPermalink(to: claim, connector, access)
        }
      }
    }
  }

  /// Whether a request may still be begun in what was armed then, so that it ends before anyone else looks.
  private func mayBegin(_ armedAt: BootTime) -> Bool {
    BootTime.now() - armedAt < timing.lease - timing.sendMargin - timing.requestTimeout
  }

  /// The platform has taken something, or said why it does not: it works.
  private func openGate(_ claim: Claim) throws {
    if claim.isPlatformFailing { try gates.recordSuccess(claim.target.platform) }
  }

  private func arm(_ claim: Claim, _ step: Int, isFirst: Bool) throws -> Bool {
    let digest = SHA256.hash(claim.target.content.json.encoded() + [UInt8(truncatingIfNeeded: step)])
    return try store.arm(
      claim, step: step, isFirst: isFirst, worker: worker, digest: digest, timing: timing)
  }

  private func record(_ claim: Claim, _ step: Int, of steps: Int, _ published: Published) throws -> Bool {
    guard step + 1 == steps else {
      return try store.recordStep(claim, step: step, published, handle: claim.target.handle)
    }
    // A thread is known by its first part, whose address is looked up afterwards.
    let first = claim.target.posted.first?.string.map { Published(remoteID: $0) }
    return try store.publish(
      claim, step: step, remoteID: published.remoteID, first: steps == 1 ? published : first ?? published,
      handle: claim.target.handle)
  }

  private func settle(_ claim: Claim, _ step: Int, _ error: PlatformError) throws {
    let isSettled = try store.settle(claim, step: step, Settlement(error, after: claim.tries, timing))
    try noteCause(claim, error)
    if isSettled { try dispatch(claim) }
  }

  /// An error before anything was sent. A token request whose answer was lost published nothing.
  private func giveUp(_ claim: Claim, _ error: PlatformError) throws {
    let error =
      error.kind == .unknownOutcome
      ? PlatformError(.transient, code: error.code, detail: error.detail, status: error.status) : error
    let isReleased = try store.release(claim, Settlement(error, after: claim.tries, timing))
    try noteCause(claim, error)
    if isReleased { try dispatch(claim) }
  }

  /// Whom it holds up follows from whose doing it is: the account, all of the platform, or nobody.
  private func noteCause(_ claim: Claim, _ error: PlatformError) throws {
    let (organization, account) = (claim.target.organization, claim.target.account)
    switch error.kind {
    case .rateLimited(let until):
      try accounts.markLimited(organization, account, until: until ?? .now() + .seconds(60))
    case .quotaExhausted(let until): try accounts.markLimited(organization, account, until: until)
    case .applicationLimited(let until): try gates.recordLimit(claim.target.platform, until: until)
    default: break
    }
    if error.cause == .platform {
      try gates.recordFailure(claim.target.platform, of: account)
    } else if error.isPlatformsAnswer {
      try openGate(claim)
    }
  }

  /// For people only, and after the fact: without it the post is out all the same, and a sweep adds it later.
  private func addPermalink(to claim: Claim, _ connector: any Connector, _ access: Access) throws {
    guard let firstID = claim.target.posted.first?.string,
      let found = try? access.call({
        try connector.permalink(claim.target.publication($0), remoteID: firstID)
      }),
      let permalink = connector.address(found)
    else { return }
    try store.savePermalink(claim.target.organization, claim.target.delivery, permalink)
  }
}
