internal import NIOCore

/// Moving messages out of dead-letter queues, a part with every commit. What a task has done is in the store, so that
/// it goes on after a restart.
extension QueueEngine {
  /// With each step of a task without a rate. Others are held up for no longer than this takes.
  private static let messagesPerStep = 500
  private static let shortestPause = 100

  func resumeMoveTasks() {
    perform { store, _ in
      try MoveTaskStore(database: store.database).listRunning()
    } then: { result in
      for task in (try? result.get()) ?? [] { self.moveMore(task.id, rate: task.rate) }
    }
  }

  /// Moves the first part now and the others until none is left or the task is cancelled.
  func moveMore(_ id: String, rate: Int?) {
    // Slow tasks move one message at a time.
    let pause = rate.map { max(Self.shortestPause, 1000 / $0) } ?? 0
    let limit = rate.map { max(1, $0 * pause / 1000) } ?? Self.messagesPerStep
    perform { store, now in
      try self.step(id, limit, store, at: now)
    } then: { result in
      for state in self.queues.values { self.touch(state) }
      guard case .success(true) = result else { return }
      self.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(pause))) {
        self.moveMore(id, rate: rate)
      }
    }
  }

  /// Whether there is more to do.
  private func step(_ id: String, _ limit: Int, _ store: MessageStore, at now: Int64) throws -> Bool {
    let tasks = MoveTaskStore(database: store.database)
    guard let task = try tasks.find(id), task.status == "RUNNING" else { return false }
    let wanted = min(limit, task.total - task.moved)
    let moved = try tasks.updateMessages(from: task.source, to: task.destination, limit: wanted, at: now)
    try tasks.updateMoved(of: id, by: moved)
    guard moved < wanted || task.moved + moved == task.total else { return true }
    let isStranded = try moved < wanted && tasks.hasStranded(in: task.source, at: now)
    if isStranded, task.destination == nil {
      try tasks.updateStatus(of: id, to: "FAILED", because: "CouldNotDetermineMessageSource")
    } else {
      try tasks.updateStatus(of: id, to: "COMPLETED")
    }
    return false
  }
}
