internal import Core
internal import HostQueues
internal import HostTemplate
internal import NIOCore

/// The events that a function gets without anybody waiting: retried, and handed to its destination or dead-letter queue
/// at last (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). Lives on the event loop.
///
/// They are in memory: what has not succeeded when the host ends is lost, and logged. What must not be lost belongs in
/// a queue.
final class AsynchronousInvocations {
  private static let maxPending = 10_000
  /// Between attempts to run what was refused; doubled each time, as on Lambda.
  private static let firstPause = TimeAmount.seconds(1)
  private static let longestPause = TimeAmount.minutes(5)

  private unowned let pool: FunctionPool
  private let settings: AsynchronousSettings
  private let queues: QueueService
  /// After the first failed run and after the second.
  private let retryPauses: [TimeAmount]
  private(set) var pending = 0

  init(_ pool: FunctionPool, queues: QueueService, retryPauses: [Duration]) {
    self.pool = pool
    self.queues = queues
    settings = pool.function.asynchronous
    self.retryPauses = retryPauses.map { .microseconds($0.microseconds) }
  }

  /// False when too many are under way.
  func submit(_ event: AsynchronousEvent) -> Bool {
    guard pending < Self.maxPending else { return false }
    pending += 1
    run(event)
    return true
  }

  private func run(_ event: AsynchronousEvent) {
    var call = event.call
    call.isThrottled = false
    pool.invoke(
      Invocation(requestID: event.requestID, event: event.payload, traceID: event.traceID, call: call) {
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
    case .failure(let failure) where failure.kind == .unavailable:
      guard !pool.isDraining else { return lose(event) }
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
    let events = NIOLoopBound(self, eventLoop: pool.eventLoop)
    let next = NIOLoopBound(event, eventLoop: pool.eventLoop)
    pool.eventLoop.scheduleTask(in: pause) { events.value.run(next.value) }
  }

  private func lose(_ event: AsynchronousEvent) {
    pending -= 1
    pool.log.write(
      type: "host.eventLost", function: pool.function.name, ["requestId": .string(event.requestID)])
  }

  // MARK: The end of an event

  private func settle(
    _ event: AsynchronousEvent, _ condition: DestinationRecord.Condition, _ outcome: InvocationOutcome
  ) {
    pending -= 1
    let record = DestinationRecord(
      event: event, functionARN: pool.function.arn, condition: condition, outcome: outcome)
    if case .success = condition {
      if let queue = settings.onSuccess { send(record.encoded(for: queue), record) }
      return
    }
    if let queue = settings.onFailure { send(record.encoded(for: queue), record) }
    if let queue = settings.deadLetterQueue { send(record.deadLetter(for: queue), record) }
  }

  private func send(_ message: [UInt8], _ record: DestinationRecord) {
    let (log, name, requestID) = (pool.log, pool.function.name, record.event.requestID)
    queues.answer(target: "AmazonSQS.SendMessage", body: message) { reply in
      guard reply.status >= 400 else { return }
      log.write(
        type: "host.deadLetterLost", function: name,
        ["requestId": .string(requestID), "error": .string(String(decoding: reply.body, as: UTF8.self))])
    }
  }
}
