package import Core
package import Database
internal import Outbox
internal import Posts

/// Hands deliveries to the queues: each change of a delivery commits together with its message.
package struct Dispatcher {
  /// Of what is due, in one transaction.
  static let batch = 500

  private let session: Session
  private let store: DispatchStore
  private let outbox: OutboxStore
  private let spacing: Duration

  package init(_ session: Session, timing: Timing) {
    self.session = session
    store = DispatchStore(session: session)
    outbox = OutboxStore(session)
    spacing = timing.backlogSpacing
  }

  /// Queues what is due of the scope, at most `batch`; returns how many.
  @discardableResult
  package func dispatch(_ which: DispatchScope) throws -> Int {
    try session.transaction {
      let hints = try store.queueDue(which, spacing: spacing)
      try outbox.insert(hints)
      return hints.count
    }
  }

  /// Asks for a look at a delivery that its platform works on, at the time that its row says. Should it be lost, the
  /// timer looks.
  func look(at delivery: UUID, in organization: UUID) throws {
    guard let time = try store.findLook(organization, delivery) else { return }
    try outbox.insert(LookHint(delivery, in: organization, at: time))
  }

  /// Tells whoever watches what a delivery waits for; once for each try and reason.
  func tell(waiting delivery: UUID, in organization: UUID) throws {
    guard let update = try store.findWaiting(delivery, in: organization) else { return }
    try outbox.insert(update)
  }

  /// The same of all that are late by us; returns how many.
  func tellLate() throws -> Int { try outbox.insert(try store.listLate()) }
}

/// Which deliveries to look at.
package struct DispatchScope: Sendable {
  let post: UUID?
  let delivery: UUID?
  let isHeavyOnly: Bool

  package static let all = DispatchScope(post: nil, delivery: nil, isHeavyOnly: false)
  /// Those with a video: when one of them has ended, the next may go.
  package static let heavy = DispatchScope(post: nil, delivery: nil, isHeavyOnly: true)
  package static func post(_ id: UUID) -> DispatchScope {
    DispatchScope(post: id, delivery: nil, isHeavyOnly: false)
  }
  package static func delivery(_ id: UUID) -> DispatchScope {
    DispatchScope(post: nil, delivery: id, isHeavyOnly: false)
  }
}
