internal import Core
internal import HostQueues
internal import HostRights
internal import HostTemplate
internal import NIOCore

/// The events that a function gets without anybody waiting: retried, and handed to its destination or dead-letter queue
/// at last (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). Lives on the event loop.
///
/// They are on disk before their senders are told that they were taken, and until they have come to an end. What was
/// running when the host died is run again by the next one.
final class AsynchronousInvocations {
  private static let maxPending = 10_000
  /// Between attempts to run what was refused; doubled each time, as on Lambda.
  private static let firstPause = TimeAmount.seconds(1)
  private static let longestPause = TimeAmount.minutes(5)

  enum Admission {
    case taken
    /// Too many are under way.
    case refused
    /// It cannot be kept.
    case failed
  }

  private unowned let pool: FunctionPool
  private let settings: AsynchronousSettings
  private let queues: QueueService
  private let journal: EventJournal
  /// After the first failed run and after the second.
  private let retryPauses: [TimeAmount]
  private(set) var pending = 0

  init(_ pool: FunctionPool, queues: QueueService, journal: EventJournal, retryPauses: [Duration]) {
    self.journal = journal
    self.pool = pool
    self.queues = queues
    settings = pool.function.asynchronous
    self.retryPauses = retryPauses.map { .microseconds($0.microseconds) }
  }

  /// `completion` is told once the event is kept, or cannot be.
  func submit(_ event: AsynchronousEvent, then completion: @escaping (Admission) -> Void) {
    guard pending < Self.maxPending else { return completion(.refused) }
    pending += 1
    let function = pool.function.logicalID
    journal.perform(on: pool.eventLoop) { try $0.insert(event, for: function) }
      .assumeIsolated().whenComplete { result in
        guard case .success = result else {
          self.pending -= 1
          return completion(.failed)
        }
        completion(.taken)
        self.run(event)
      }
  }

  /// Goes on with an event that an earlier host has left.
  func resume(_ kept: KeptEvent) {
    pending += 1
    schedule(kept.event, in: .microseconds(max(0, (kept.dueAt - .now()).microseconds)))
  }

  private func run(_ event: AsynchronousEvent) {
    pool.invoke(
      Invocation(requestID: event.requestID, event: event.payload, traceID: event.traceID, call: event.call) {
        outcome in
        self.finish(event, outcome)
      })
  }

  private func finish(_ event: AsynchronousEvent, _ outcome: InvocationOutcome) {
    var event = event
    switch outcome {
    case .success:
      event.runs += 1
      settle(event, .success, outcome)
    case .failure where pool.isDraining:
      // The next host goes on with it.
      pending -= 1
    case .failure(let failure) where failure.kind == .unavailable:
      event.refusals += 1
      let pause = TimeAmount.nanoseconds(Self.firstPause.nanoseconds << Int64(min(event.refusals - 1, 9)))
      retry(event, after: min(pause, Self.longestPause), outcome)
    case .failure:
      event.runs += 1
      event.refusals = 0
      guard event.runs <= settings.maximumRetryAttempts else { return settle(event, .exhausted, outcome) }
      retry(event, after: retryPauses[min(event.runs, retryPauses.count) - 1], outcome)
    }
  }

  private func retry(_ event: AsynchronousEvent, after pause: TimeAmount, _ outcome: InvocationOutcome) {
    let age = Instant.now() - event.arrival
    guard age + .nanoseconds(pause.nanoseconds) <= .seconds(Int64(settings.maximumEventAge)) else {
      return settle(event, .tooOld, outcome)
    }
    let (requestID, runs) = (event.requestID, event.runs)
    let dueAt = Instant.now() + .nanoseconds(pause.nanoseconds)
    keep { try $0.update(requestID, runs: runs, dueAt: dueAt) }
    schedule(event, in: pause)
  }

  private func schedule(_ event: AsynchronousEvent, in pause: TimeAmount) {
    pool.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.run(event) }
  }

  /// A change that cannot be made leaves the event as it was: it is run once more by the next host.
  private func keep(_ change: @escaping @Sendable (EventStore) throws -> Void) {
    let (log, name) = (pool.log, pool.function.name)
    journal.perform(on: pool.eventLoop, change).whenFailure { error in
      log.write(type: "host.eventNotKept", function: name, ["error": .string("\(error)")])
    }
  }

  // MARK: The end of an event

  private func settle(
    _ event: AsynchronousEvent, _ condition: DestinationRecord.Condition, _ outcome: InvocationOutcome
  ) {
    pending -= 1
    let record = DestinationRecord(
      event: event, functionARN: pool.function.arn, condition: condition, outcome: outcome)
    var messages: [[UInt8]] = []
    if case .success = condition {
      if let queue = settings.onSuccess { messages.append(record.encoded(for: queue)) }
    } else {
      if let queue = settings.onFailure { messages.append(record.encoded(for: queue)) }
      if let queue = settings.deadLetterQueue { messages.append(record.deadLetter(for: queue)) }
    }
    let requestID = event.requestID
    // Not before the messages are kept: a host that dies in between tells its end twice rather than never.
    EventLoopFuture.andAllComplete(messages.map { send($0, requestID) }, on: pool.eventLoop)
      .assumeIsolated().whenSuccess { self.keep { try $0.delete(requestID) } }
  }

  private func send(_ message: [UInt8], _ requestID: String) -> EventLoopFuture<Void> {
    let (log, name) = (pool.log, pool.function.name)
    let sent = pool.eventLoop.makePromise(of: Void.self)
    queues.answer(target: "AmazonSQS.SendMessage", body: message, by: .host) { reply in
      if reply.status >= 400 {
        log.write(
          type: "host.deadLetterLost", function: name,
          ["requestId": .string(requestID), "error": .string(String(decoding: reply.body, as: UTF8.self))])
      }
      sent.succeed()
    }
    return sent.futureResult
  }
}
