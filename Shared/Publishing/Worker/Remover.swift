package import Accounts
internal import Core
package import Database
internal import Outbox
package import Platforms

/// Takes down what was published.
///
/// That it is to be removed, and that it is being tried, is committed before the platform is asked. A request names one
/// id, and what is not there counts as removed: so when an answer was lost, asking again both looks and mends.
package struct Remover {
  private let session: Session
  private let store: RemovalStore
  private let keeper: TokenKeeper
  private let platforms: Platforms
  private let timing: Timing

  package init(_ session: Session, _ platforms: Platforms, _ box: GrantBox, timing: Timing) {
    self.session = session
    store = RemovalStore(session: session)
    keeper = TokenKeeper(session, box)
    self.platforms = platforms
    self.timing = timing
  }

  package func remove(_ hint: DispatchHint) throws {
    guard let removal = try store.claim(hint, timing: timing) else { return }
    guard let connector = platforms[removal.target.platform] else {
      return try settle(removal, removal.target.unregistered)
    }
    do {
      try remove(removal, connector)
      try store.finish(removal)
    } catch {
      guard let refusal = error as? PlatformError else { throw error }
      try settle(removal, refusal)
    }
  }

  private func remove(_ removal: Removal, _ connector: any Connector) throws {
    guard removal.isConnected else {
      throw PlatformError(
        .reauthorize, code: "disconnected",
        detail: "\(removal.target.identity.name) must be connected again to take it down.")
    }
    // Nothing of a form that ids do not have is named to a platform, whoever gave it and when.
    for (step, id) in removal.ids.enumerated() where connector.remoteID(id, step: step) == nil {
      throw PlatformError(
        .permanent, code: "strange_id",
        detail: "What is kept as the id of it is none: take it down at \(connector.name).")
    }
    let access = try removal.target.access(keeper, connector)
    for id in connector.removals(of: removal.ids) {
      try access.call { try connector.delete(removal.target.publication($0), remoteID: id) }
    }
  }

  private func settle(_ removal: Removal, _ error: PlatformError) throws {
    switch error.kind {
    case .notFound: try store.finish(removal)
    case .transient, .unknownOutcome, .mediaUnavailable, .storeUnavailable, .accessUnavailable:
      guard removal.attempt < removal.maxAttempts else { return try store.giveUp(removal, error) }
      try postpone(removal, by: Settlement.backOff(removal.attempt - 1), error)
    case .rateLimited(let until): try wait(until ?? .now() + .seconds(60), removal, error)
    case .quotaExhausted(let until), .applicationLimited(let until): try wait(until, removal, error)
    case .reauthorize, .permission, .duplicate, .contentRejected, .mediaRejected, .accountRestricted,
      .application,
      .permanent:
      try store.giveUp(removal, error)
    }
  }

  private func wait(_ time: Instant, _ removal: Removal, _ error: PlatformError) throws {
    guard removal.attempt < removal.maxAttempts else { return try store.giveUp(removal, error) }
    try postpone(removal, by: max(time - .now(), .seconds(1)), error)
  }

  private func postpone(_ removal: Removal, by delay: Duration, _ error: PlatformError) throws {
    try session.transaction {
      guard let hint = try store.postpone(removal, by: delay, error) else { return }
      try OutboxStore(session).insert(hint)
    }
  }
}
