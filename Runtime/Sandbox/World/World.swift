internal import Core
internal import NIOCore

/// What all simulated platforms share: time, the conditions a test has set, the ledger, and the way out.
///
/// Confined, like everything it holds, to one event loop.
final class World {
  let eventLoop: any EventLoop
  let clock = Clock()
  let conditions = Conditions()
  let settings: Settings
  let ledger: Ledger
  private let journal: Journal

  init(_ settings: Settings, eventLoop: any EventLoop) throws(JournalError) {
    self.eventLoop = eventLoop
    self.settings = settings
    ledger = try Ledger(file: settings.ledgerFile)
    journal = try Journal(file: settings.stateFile)
  }

  var now: Instant { clock.now }

  /// Something published now can be read back from this moment on.
  var visibleFromNow: Instant { now + conditions.readLag }

  /// Keeps what must survive a restart (tokens, containers, uploads), before the answer that tells of it.
  func remember(_ platform: String, _ record: String, _ members: JSONObject) {
    let head: [(name: String, value: JSON)] = [("platform", .string(platform)), ("record", .string(record))]
    journal.append(.object(JSONObject(head + members.members)))
  }

  /// What `remember` kept in earlier runs, oldest first.
  func recollect() -> [JSON] { journal.takeEarlierRecords() }
}
