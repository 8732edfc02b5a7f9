internal import Core
internal import HostQueues
internal import HostRights
internal import HostSchedules
internal import HostTemplate

/// One schedule of one function. Lives on the event loop.
///
/// Ticks of a schedule never overlap. Ticks missed while the host was down, or while the last one was still
/// running, are caught up by one. The retry policy counts every failed attempt, also the function's own failures:
/// on AWS these are retried by Lambda's asynchronous invocation instead.
final class Timer {
  let schedule: Schedule
  let function: FunctionPool
  private let recurrence: Recurrence
  private let event: ScheduleEvent
  private let queues: QueueService
  /// What the next tick is counted from.
  private(set) var anchor: Instant?
  private(set) var nextDue: Instant?
  /// `nextDue` and the delay within the flexible time window.
  private(set) var runsAt: Instant?
  private(set) var lastRun: Instant?
  private(set) var lastError: String?
  private(set) var isRunning = false
  /// The last tick, until it has succeeded or was given up.
  private var occurrence: Occurrence?
  private var lastFailure: (failure: InvocationFailure, payload: [UInt8], execution: String)?

  init(
    _ schedule: Schedule, _ recurrence: Recurrence, of function: FunctionPool, queues: QueueService,
    region: String, account: String
  ) {
    self.schedule = schedule
    self.function = function
    self.queues = queues
    self.recurrence = recurrence
    event = ScheduleEvent(schedule: schedule, region: region, account: account)
  }

  /// Continues after the tick that a host ran last. Without one, a rate begins at its StartDate or at once, as in
  /// EventBridge Scheduler.
  func start(after last: Instant?, now: Instant) {
    anchor = last
    plan(last.map { recurrence.next(after: $0) } ?? recurrence.first(from: now))
  }

  private func plan(_ due: Instant?) {
    nextDue = due
    let window = Int64(schedule.flexibleMinutes) * 60
    runsAt = due.map { window > 0 ? $0 + .seconds(Int64.random(in: 0..<window)) : $0 }
  }

  /// Runs the function when its time has come; true when that was a new tick.
  func tick(_ now: Instant) -> Bool {
    guard !isRunning else { return false }
    if let due = nextDue, let runsAt, now >= runsAt {
      if let occurrence { giveUp(occurrence, .superseded) }
      let anchor = recurrence.anchor(due: due, now: now)
      self.anchor = anchor
      plan(recurrence.next(after: anchor))
      run(Occurrence(due: due, now: now))
      return true
    }
    guard var occurrence, let retryAt = occurrence.retryAt, now >= retryAt else { return false }
    occurrence.retry()
    run(occurrence)
    return false
  }

  private func run(_ occurrence: Occurrence) {
    isRunning = true
    self.occurrence = occurrence
    lastRun = .now()
    let execution = UUID.v7().description
    let payload = event.encoded(due: occurrence.due, execution: execution, attempt: occurrence.attempts)
    function.invoke(
      Invocation(event: payload, traceID: nil) { [self] outcome in finish(outcome, payload, execution) })
  }

  private func finish(_ outcome: InvocationOutcome, _ payload: [UInt8], _ execution: String) {
    isRunning = false
    guard case .failure(let failure) = outcome, var occurrence else {
      lastError = nil
      self.occurrence = nil
      return
    }
    let message = String(decoding: failure.payload, as: UTF8.self)
    lastError = message
    lastFailure = (failure, payload, execution)
    function.log.write(
      type: "host.tickFailed", function: function.function.name,
      [
        "schedule": .string(schedule.name), "attempt": JSON(occurrence.attempts), "error": .string(message),
      ])
    let exhaustion = occurrence.fail(.now(), schedule.retryPolicy)
    self.occurrence = occurrence
    if let exhaustion { giveUp(occurrence, exhaustion) }
  }

  private func giveUp(_ occurrence: Occurrence, _ exhaustion: Occurrence.Exhaustion) {
    self.occurrence = nil
    guard let queue = schedule.deadLetterQueue, let (failure, payload, execution) = lastFailure else {
      return
    }
    let letter = DeadLetter(
      event: event, functionARN: function.function.arn, payload: payload, execution: execution,
      occurrence: occurrence, exhaustion: exhaustion, failure: failure)
    let (log, name, schedule) = (function.log, function.function.name, schedule.name)
    queues.answer(target: "AmazonSQS.SendMessage", body: letter.sendMessage(to: queue), by: .host) { reply in
      guard reply.status >= 400 else { return }
      log.write(
        type: "host.deadLetterLost", function: name,
        ["schedule": .string(schedule), "error": .string(String(decoding: reply.body, as: UTF8.self))])
    }
  }
}
