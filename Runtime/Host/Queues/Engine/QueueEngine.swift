internal import Core
internal import GRDB
internal import NIOCore

/// Executes operations on the store and serves those who wait. Confined to one event loop.
///
/// Operations that arrive while a commit is on its way to the disk are committed together by the next one, so
/// that one `fsync` is shared by all of them. Nothing is answered before its commit is durable.
final class QueueEngine {
  private struct Operation {
    /// Runs inside the transaction; what it returns runs after the commit.
    let perform: (MessageStore, _ now: Int64) throws -> () -> Void
    let fail: (SQSFailure) -> Void
  }

  /// What an engine is made with.
  struct Settings {
    let addresses: QueueAddresses
    let inFlightLimit: Int
    /// Told what SQLite says when a commit fails.
    let report: (String) -> Void
    /// Told which queues there are, whenever that changes.
    let publish: ([Queue]) -> Void
  }

  let settings: Settings
  private(set) var queues: [String: QueueState] = [:]
  /// When queues were deleted, by name: SQS makes one wait before the name is used again.
  var deletedAt: [String: Int64] = [:]
  let eventLoop: any EventLoop
  private let database: DatabasePool
  private var pending: [Operation] = []
  /// Queues in which something may have become visible, or a wait may have ended.
  private var touched: Set<String> = []
  private var commitIsScheduled = false
  private var sweep: Scheduled<Void>?
  private var isReceivable = true
  private var isClosed = false

  init(
    _ queues: [Queue], in database: DatabasePool, on eventLoop: any EventLoop, _ settings: Settings
  ) {
    self.database = database
    self.eventLoop = eventLoop
    self.settings = settings
    for queue in queues { add(queue) }
    sweepUp()
    resumeMoveTasks()
  }

  // MARK: Which queues there are

  func add(_ queue: Queue) {
    guard queues[queue.name] == nil else { return }
    queues[queue.name] = QueueState(queue, inFlightLimit: settings.inFlightLimit)
    publish()
  }

  /// Its waits end without messages.
  func remove(_ state: QueueState) {
    guard queues[state.queue.name] === state else { return }
    queues[state.queue.name] = nil
    endWaits(state)
    publish()
  }

  /// To be called when a queue's definition has changed.
  func publish() { settings.publish(queues.values.map(\.queue)) }

  // MARK: Operations

  /// Does work in the next commit. A thrown `SQSFailure` is this operation's own answer; any other error rolls
  /// the whole commit back.
  func perform<Success>(
    touching queue: QueueState? = nil, _ work: @escaping (MessageStore, _ now: Int64) throws -> Success,
    then completion: @escaping (Result<Success, SQSFailure>) -> Void
  ) {
    guard !isClosed else { return completion(.failure(.serviceUnavailable)) }
    let operation = Operation(
      perform: { store, now in
        do {
          if queue?.isDeleted == true { throw SQSFailure.queueDoesNotExist }
          let success = try work(store, now)
          return { completion(.success(success)) }
        } catch let failure as SQSFailure {
          return { completion(.failure(failure)) }
        }
      }, fail: { completion(.failure($0)) })
    pending.append(operation)
    if let queue { touched.insert(queue.queue.name) }
    scheduleCommit()
  }

  /// The waiter is answered at once or as soon as there are messages, with none when its wait is over.
  func receive(from queue: QueueState, _ waiter: QueueState.Waiter) {
    guard isReceivable else { return waiter.completion(.success([])) }
    queue.waiters.append(waiter)
    if waiter.isLong {
      waiter.timer = eventLoop.assumeIsolated().scheduleTask(deadline: waiter.deadline) { self.touch(queue) }
    }
    touch(queue)
  }

  /// Looks into the queue with the next commit.
  func touch(_ queue: QueueState) {
    touched.insert(queue.queue.name)
    scheduleCommit()
  }

  /// Ends every wait without messages, and answers later receives so, at once.
  func stopReceiving() {
    isReceivable = false
    for queue in queues.values { endWaits(queue) }
  }

  private func endWaits(_ queue: QueueState) {
    queue.alarm?.cancel()
    let waiters = queue.waiters
    queue.waiters = []
    for waiter in waiters {
      waiter.timer?.cancel()
      waiter.completion(.success([]))
    }
  }

  /// Commits what was accepted; later operations are refused.
  func close() {
    stopReceiving()
    commit()
    isClosed = true
    sweep?.cancel()
  }

  private func scheduleCommit() {
    guard !commitIsScheduled, !isClosed else { return }
    commitIsScheduled = true
    eventLoop.assumeIsolated().execute { self.commit() }
  }

  private func commit() {
    commitIsScheduled = false
    let operations = pending
    let states = touched.compactMap { queues[$0] }
    pending = []
    touched = []
    do {
      let completions = try database.write { database in
        let store = MessageStore(database: database)
        let now = Instant.now().milliseconds
        return try operations.map { try $0.perform(store, now) }
          + states.map { try serve($0, store, at: now) }
      }
      for complete in completions { complete() }
    } catch {
      settings.report("queue operations failed: \(error)")
      for operation in operations { operation.fail(.internalFailure) }
      for state in states { endOverdueWaits(state) }
    }
  }

  /// After a failed commit: those whose time is over get nothing, the others go on waiting.
  private func endOverdueWaits(_ state: QueueState) {
    let now = NIODeadline.now()
    let overdue = state.waiters.filter { $0.deadline <= now }
    state.waiters.removeAll { $0.deadline <= now }
    for waiter in overdue { waiter.completion(.success([])) }
  }

  /// Drops what nobody may see any more.
  private func sweepUp() {
    perform { store, now in
      for state in self.queues.values {
        let retention = Int64(state.queue.definition.retention) * 1000
        try store.deleteExpired(in: state.queue.id, sentBefore: now - retention)
      }
      try DeduplicationStore(database: store.database).deleteExpired(at: now)
    } then: { _ in
    }
    sweep = eventLoop.assumeIsolated().scheduleTask(in: .minutes(1)) { self.sweepUp() }
  }

  func setAlarm(_ state: QueueState, in milliseconds: Int64?) {
    state.alarm?.cancel()
    // The wall clock may be set while the alarm runs on the monotonic one: look again after a minute at most.
    state.alarm = milliseconds.map { delay in
      eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(min(delay, 60_000))) { self.touch(state) }
    }
  }
}
