internal import Core
internal import HostTemplate

/// One schedule of one function. Lives on the event loop.
///
/// Ticks of a schedule never overlap. Ticks missed while the host was down, or while the last one was still
/// running, are caught up by one.
final class Timer {
  private static let maxAttempts = 5

  let schedule: Schedule
  let expression: ScheduleExpression
  let function: FunctionPool
  private let zone: TimeZone
  private let region: String
  /// What the next tick is counted from.
  private(set) var anchor: Instant?
  private(set) var nextDue: Instant?
  private(set) var lastRun: Instant?
  private(set) var lastError: String?
  private(set) var isRunning = false
  private var failedAttempts = 0
  private var retryAt: Instant?

  init(_ schedule: Schedule, of function: FunctionPool, region: String) throws(ScheduleError) {
    guard let zone = TimeZone(schedule.timeZone) else {
      throw ScheduleError("the time zone '\(schedule.timeZone)' is not known")
    }
    self.schedule = schedule
    self.function = function
    self.zone = zone
    self.region = region
    expression = try ScheduleExpression(schedule.expression)
  }

  /// Continues after the tick that a host ran last. Without one, a rate begins at once, as in EventBridge
  /// Scheduler.
  func start(after last: Instant?, now: Instant) {
    anchor = last
    if let last {
      nextDue = expression.next(after: last, in: zone)
    } else if case .rate = expression {
      nextDue = now
    } else {
      nextDue = expression.next(after: now, in: zone)
    }
  }

  /// Runs the function when its time has come; true when it did.
  func tick(_ now: Instant) -> Bool {
    guard !isRunning else { return false }
    if let due = nextDue, now >= due {
      let anchor = expression.anchor(due: due, now: now)
      self.anchor = anchor
      nextDue = expression.next(after: anchor, in: zone)
      failedAttempts = 0
      run(scheduledFor: due)
      return true
    }
    guard let retry = retryAt, now >= retry else { return false }
    run(scheduledFor: anchor ?? now)
    return false
  }

  private func run(scheduledFor due: Instant) {
    isRunning = true
    retryAt = nil
    lastRun = .now()
    function.invoke(Invocation(event: event(due), traceID: nil) { [self] outcome in finish(outcome) })
  }

  private func finish(_ outcome: InvocationOutcome) {
    isRunning = false
    switch outcome {
    case .success: lastError = nil
    case .failure(let failure):
      failedAttempts += 1
      let message = String(decoding: failure.payload, as: UTF8.self)
      lastError = message
      if failedAttempts < Self.maxAttempts { retryAt = .now() + .seconds(15 << (failedAttempts - 1)) }
      function.log.write(
        type: "host.tickFailed", function: function.function.name,
        ["schedule": .string(schedule.name), "error": .string(message)])
    }
  }

  /// The schedule's `Input` with its keywords replaced, or EventBridge's own event
  /// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
  private func event(_ due: Instant) -> [UInt8] {
    let arn = "arn:aws:scheduler:\(region):000000000000:schedule/default/\(schedule.name)"
    let time = Instant(seconds: due.seconds).description
    let id = UUID.v7().description
    guard var input = schedule.input else {
      let event: JSON = [
        "version": "0", "id": .string(id), "detail-type": "Scheduled Event", "source": "aws.events",
        "account": "000000000000", "time": .string(time), "region": .string(region),
        "resources": [.string(arn)], "detail": [:],
      ]
      return event.encoded()
    }
    let keywords = [
      "<aws.scheduler.schedule-arn>": arn, "<aws.scheduler.scheduled-time>": time,
      "<aws.scheduler.execution-id>": id, "<aws.scheduler.attempt-number>": String(failedAttempts + 1),
    ]
    for (keyword, value) in keywords { input.replace(keyword, with: value) }
    return Array(input.utf8)
  }
}
