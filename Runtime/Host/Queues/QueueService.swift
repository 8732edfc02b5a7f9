internal import Core
internal import Cryptography
internal import GRDB
internal import HostDatabase
package import HostRights
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Queues that speak the protocol of Amazon SQS and keep their messages in one SQLite file.
///
/// What was acknowledged is on disk. Every completion is called exactly once, on the service's own thread:
/// it must not block.
package final class QueueService: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let eventLoop: any EventLoop
  private let database: DatabasePool
  private let queues: Catalog
  private let account: String
  private let engine: NIOLoopBound<QueueEngine>
  private let isClosed = Atomic(false)

  /// Opens or creates the file. `baseURL` is what queue URLs begin with, without a slash at the end; `report`
  /// is told of failures of the file (a full disk), which callers see only as an internal failure.
  ///
  /// The declared queues live beside those that were created through the protocol. Where a name is both, the
  /// declaration wins.
  package init(
    databasePath: String, queues definitions: [QueueDefinition], region: String, accountID: String,
    baseURL: String, inFlightLimit: Int = 120_000, report: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    let names = Set(definitions.map(\.name))
    for definition in definitions { try definition.validate(among: names) }
    let database = try PrivateDatabase.open(databasePath, readers: 1)
    let addresses = QueueAddresses(region: region, account: accountID, baseURL: baseURL)
    let queues = try database.write { connection in
      try Schema.migrate(connection)
      let store = QueueStore(database: connection)
      let declared = try definitions.map { definition in
        addresses.queue(
          try store.findOrInsert(definition.name, at: Instant.now().milliseconds), definition,
          isDeclared: true)
      }
      return declared
        + (try store.listCreated().filter { !names.contains($0.name) }.compactMap(addresses.created))
    }
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let eventLoop = group.next()
    self.eventLoop = eventLoop
    self.database = database
    let catalog = Catalog(queues)
    self.queues = catalog
    account = accountID
    engine = try eventLoop.submit {
      let settings = QueueEngine.Settings(
        addresses: addresses, inFlightLimit: inFlightLimit, report: report,
        publish: { catalog.set($0) })
      return NIOLoopBound(QueueEngine(queues, in: database, on: eventLoop, settings), eventLoop: eventLoop)
    }.wait()
  }

  /// The queues for those who are not on the service's thread.
  private final class Catalog: Sendable {
    private let queues: Mutex<[Queue]>

    init(_ queues: [Queue]) { self.queues = Mutex(queues) }

    /// Declared ones first, each kind in the order in which the store first saw them.
    func set(_ queues: [Queue]) {
      let sorted = queues.sorted { ($0.isDeclared ? 0 : 1, $0.id) < ($1.isDeclared ? 0 : 1, $1.id) }
      self.queues.withLock { $0 = sorted }
    }

    var all: [Queue] { queues.withLock { $0 } }
  }

  /// Answers a request of the AWS JSON 1.0 protocol. `target` is its `X-Amz-Target`: `AmazonSQS.SendMessage`.
  package func answer(
    target: String, body: [UInt8], by caller: Principal,
    completion: @escaping @Sendable (QueueReply) -> Void
  ) {
    run(else: { completion(.failure(.serviceUnavailable)) }) { engine in
      SQSEndpoint(engine: engine, caller: caller).answer(target: target, body: body, completion)
    }
  }

  /// Receives up to `max` messages (1 or more) as soon as there are any, none when the wait is over or there
  /// is no such queue.
  package func receive(
    _ queue: String, max: Int, wait: Duration,
    completion: @escaping @Sendable ([ReceivedMessage]) -> Void
  ) {
    let account = account
    run(else: { completion([]) }) { engine in
      guard let state = engine.queues[queue] else { return completion([]) }
      let waiter = QueueState.Waiter(
        max: max, visibility: Int64(state.queue.definition.visibilityTimeout) * 1000,
        wait: .microseconds(wait.microseconds), attempt: nil
      ) { result in
        let messages = (try? result.get()) ?? []
        completion(messages.map { ReceivedMessage($0, from: state.queue, sender: account) })
      }
      engine.receive(from: state, waiter)
    }
  }

  /// Deletes what these receives got. Handles that match nothing any more are passed over.
  package func delete(
    _ queue: String, receiptHandles: [String], completion: (@Sendable () -> Void)? = nil
  ) {
    run(else: { completion?() }) { engine in
      engine.perform { store, _ in
        for handle in receiptHandles.compactMap(ReceiptHandle.init) { _ = try store.delete(handle) }
      } then: { _ in
        completion?()
      }
    }
  }

  /// Makes messages in flight visible after the given seconds from now, 0 for at once.
  package func changeVisibility(
    _ queue: String, receiptHandles: [String], seconds: Int, completion: (@Sendable () -> Void)? = nil
  ) {
    run(else: { completion?() }) { engine in
      engine.perform(touching: engine.queues[queue]) { store, now in
        for handle in receiptHandles.compactMap(ReceiptHandle.init)
        where try store.findReceiveTime(handle, at: now) != nil {
          try store.updateVisibility(of: handle.message, until: now + Int64(seconds) * 1000)
        }
      } then: { _ in
        completion?()
      }
    }
  }

  /// Makes messages that nobody looked at visible again after the pause, as if they had not been received.
  package func release(_ queue: String, receiptHandles: [String], after pause: Duration) {
    run(else: {}) { engine in
      engine.perform(touching: engine.queues[queue]) { store, now in
        for handle in receiptHandles.compactMap(ReceiptHandle.init) {
          try store.updateReleased(handle, until: now + pause.milliseconds)
        }
      } then: { _ in
      }
    }
  }

  /// The depth of every queue, declared ones first, in the order of their definitions. May be called on any thread; throws when the
  /// file cannot be read.
  package func depths() throws -> [QueueDepth] {
    let now = Instant.now().milliseconds
    let queues = queues.all
    return try database.read { connection in
      let store = MessageStore(database: connection)
      return try queues.map { queue in
        let depth = try store.findDepth(of: queue.id, at: now)
        return QueueDepth(
          name: queue.name, visible: depth.visible, inFlight: depth.inFlight, delayed: depth.delayed,
          oldestAge: depth.oldestSentAt.map { Int((now - $0) / 1000) },
          deadLetterSources: queues.filter { $0.definition.redrive?.deadLetterQueue == queue.name }.map(
            \.name))
      }
    }
  }

  /// Hands out no more messages: open waits end without any, later receives get none at once. All else works
  /// on, so that what is in flight can be finished.
  package func stopReceiving() {
    run(else: {}) { $0.stopReceiving() }
  }

  /// Ends all waits, commits what was accepted and closes the file. Not to be called by a completion.
  package func close() {
    guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
    let engine = engine
    try? eventLoop.submit { engine.value.close() }.wait()
    try? database.close()
    try? group.syncShutdownGracefully()
  }

  /// Hands work to the thread that owns the queues.
  private func run(else refuse: () -> Void, _ work: @escaping @Sendable (QueueEngine) -> Void) {
    guard !isClosed.load(ordering: .sequentiallyConsistent) else { return refuse() }
    let engine = engine
    eventLoop.execute { work(engine.value) }
  }
}
