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

  let queues: [String: QueueState]
  private let database: DatabasePool
  private let eventLoop: any EventLoop
  /// Told what SQLite says when a commit fails.
  private let report: (String) -> Void
  private var pending: [Operation] = []
  /// Queues in which something may have become visible, or a wait may have ended.
  private var touched: Set<String> = []
  private var commitIsScheduled = false
  private var sweep: Scheduled<Void>?
  private var isReceivable = true
  private var isClosed = false

  init(
    _ queues: [Queue], in database: DatabasePool, on eventLoop: any EventLoop,
    report: @escaping (String) -> Void
  ) {
    self.queues = Dictionary(queues.map { ($0.name, QueueState($0)) }) { first, _ in first }
    self.database = database
    self.eventLoop = eventLoop
    self.report = report
    dropExpiredMessages()
  }

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

  /// Answers with up to `max` messages, at once or as soon as there are some, with none when the wait is over.
  func receive(
    from queue: QueueState, max: Int, visibility seconds: Int, wait: Duration,
    completion: @escaping ([StoredMessage]) -> Void
  ) {
    guard isReceivable else { return completion([]) }
    let deadline = NIODeadline.now() + .microseconds(wait.microseconds)
    let waiter = QueueState.Waiter(
      max: max, visibility: Int64(seconds) * 1000, deadline: deadline, completion: completion)
    queue.waiters.append(waiter)
    if wait > .zero {
      waiter.timer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.touch(queue) }
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
    for queue in queues.values {
      queue.alarm?.cancel()
      let waiters = queue.waiters
      queue.waiters = []
      for waiter in waiters {
        waiter.timer?.cancel()
        waiter.completion([])
      }
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
      report("queue operations failed: \(error)")
      for operation in operations { operation.fail(.internalFailure) }
      for state in states { endOverdueWaits(state) }
    }
  }

  /// After a failed commit: those whose time is over get nothing, the others go on waiting.
  private func endOverdueWaits(_ state: QueueState) {
    let now = NIODeadline.now()
    let overdue = state.waiters.filter { $0.deadline <= now }
    state.waiters.removeAll { $0.deadline <= now }
    for waiter in overdue { waiter.completion([]) }
  }

  private func dropExpiredMessages() {
    perform { store, now in
      for state in self.queues.values {
        let retention = Int64(state.queue.definition.retention) * 1000
        try store.deleteExpired(in: state.queue.id, sentBefore: now - retention)
      }
    } then: { _ in
    }
    sweep = eventLoop.assumeIsolated().scheduleTask(in: .minutes(1)) { self.dropExpiredMessages() }
  }
}

// MARK: - Serving those who wait

extension QueueEngine {
  /// Gives visible messages to the waiters of a queue. The waiters are answered by the returned closure, after
  /// the commit.
  private func serve(_ state: QueueState, _ store: MessageStore, at now: Int64) throws -> () -> Void {
    var answers: [(waiter: QueueState.Waiter, messages: [StoredMessage])] = []
    var remaining: [QueueState.Waiter] = []
    var isEmpty = false
    let moment = NIODeadline.now()
    for waiter in state.waiters {
      let messages =
        isEmpty ? [] : try take(waiter.max, from: state, hiding: waiter.visibility, store, at: now)
      isEmpty = messages.isEmpty
      if isEmpty, waiter.deadline > moment {
        remaining.append(waiter)
      } else {
        answers.append((waiter, messages))
      }
    }
    let next = remaining.isEmpty ? nil : try store.findNextVisible(in: state.queue.id, after: now)
    return {
      state.waiters = remaining
      self.setAlarm(state, in: next.map { $0 - now })
      for (waiter, messages) in answers {
        waiter.timer?.cancel()
        waiter.completion(messages)
      }
    }
  }

  /// Receives up to `max` messages; those received too often go to the dead-letter queue instead.
  private func take(
    _ max: Int, from state: QueueState, hiding visibility: Int64, _ store: MessageStore, at now: Int64
  ) throws -> [StoredMessage] {
    var received: [StoredMessage] = []
    while received.count < max {
      let candidates = try state.listFair(store, limit: max - received.count, at: now)
      if candidates.isEmpty { break }
      for var message in candidates {
        if let redrive = state.queue.definition.redrive, message.receiveCount >= redrive.maxReceiveCount,
          let target = queues[redrive.deadLetterQueue]
        {
          try store.updateDeadLettered(message.id, from: state.queue.id, to: target.queue.id, at: now)
          touch(target)
        } else {
          // At least a millisecond, so that this receive does not find the message again.
          try store.updateReceived(message.id, until: now + Swift.max(1, visibility), at: now)
          message.countReceive(at: now)
          received.append(message)
        }
      }
    }
    return received
  }

  private func setAlarm(_ state: QueueState, in milliseconds: Int64?) {
    state.alarm?.cancel()
    // The wall clock may be set while the alarm runs on the monotonic one: look again after a minute at most.
    state.alarm = milliseconds.map { delay in
      eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(min(delay, 60_000))) { self.touch(state) }
    }
  }
}
