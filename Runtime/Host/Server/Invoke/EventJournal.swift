internal import GRDB
internal import HostDatabase
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Keeps asynchronous events on disk until they have come to an end. Changes that arrive while a commit is on its way
/// share the next one.
final class EventJournal: Sendable {
  private struct Change {
    let perform: @Sendable (EventStore) throws -> Void
    let promise: EventLoopPromise<Void>
  }

  private let database: DatabasePool
  private let thread = NIOThreadPool(numberOfThreads: 1)
  private let pending = Mutex<[Change]>([])

  /// Opens or makes the file.
  init(_ path: String) throws {
    database = try PrivateDatabase.open(path, readers: 1)
    try database.write { try EventStore.createTable($0) }
    thread.start()
  }

  /// What earlier hosts have left. Blocks.
  func list() throws -> [KeptEvent] { try database.read { try EventStore(database: $0).list() } }

  /// Succeeds on `eventLoop` once the change is on disk, and fails when it cannot be.
  func perform(
    on eventLoop: any EventLoop, _ change: @escaping @Sendable (EventStore) throws -> Void
  ) -> EventLoopFuture<Void> {
    let promise = eventLoop.makePromise(of: Void.self)
    let isFirst = pending.withLock { pending in
      pending.append(Change(perform: change, promise: promise))
      return pending.count == 1
    }
    if isFirst { thread.submit { _ in self.commit() } }
    return promise.futureResult
  }

  private func commit() {
    let changes = pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
    let result = Result {
      try database.write { connection in
        for change in changes { try change.perform(EventStore(database: connection)) }
      }
    }
    for change in changes { change.promise.completeWith(result) }
  }

  /// Commits what was begun and closes the file.
  func close() {
    try? thread.syncShutdownGracefully()
    commit()
    try? database.close()
  }
}
