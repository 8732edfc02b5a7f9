internal import Core
internal import HostTemplate

/// All schedules of the template. Lives on the event loop.
final class Timers {
  let timers: [Timer]
  private let log: LogStream
  private var record: TickRecord
  private var isRunning = false

  init(_ timers: [Timer], stateDirectory: String, log: LogStream) {
    self.timers = timers
    self.log = log
    record = TickRecord(directory: stateDirectory)
  }

  func start() {
    let now = Instant.now()
    for timer in timers { timer.start(after: record[timer.schedule.name], now: now) }
    isRunning = true
  }

  func stop() { isRunning = false }

  /// Called several times a second.
  func tick() {
    guard isRunning else { return }
    let now = Instant.now()
    for timer in timers where timer.tick(now) {
      guard let anchor = timer.anchor, !record.note(anchor, of: timer.schedule.name) else { continue }
      log.write(type: "host.tickNotKept", function: timer.function.function.name)
    }
  }
}
