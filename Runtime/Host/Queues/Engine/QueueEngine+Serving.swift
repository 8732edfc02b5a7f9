internal import NIOCore

/// Serving those who wait.
extension QueueEngine {
  /// Gives visible messages to the waiters of a queue. The waiters are answered by the returned closure, after
  /// the commit.
  func serve(_ state: QueueState, _ store: MessageStore, at now: Int64) throws -> () -> Void {
    var answers: [(waiter: QueueState.Waiter, result: Result<[StoredMessage], SQSFailure>)] = []
    var remaining: [QueueState.Waiter] = []
    var isEmpty = state.isDeleted
    let moment = NIODeadline.now()
    for waiter in state.waiters {
      let result = isEmpty ? .success([]) : try take(for: waiter, from: state, store, at: now)
      // Another waiter may still repeat its attempt; else what one does not get, the next does not either.
      if case .success(let messages) = result, messages.isEmpty {
        isEmpty = isEmpty || !state.queue.definition.isFIFO
        if waiter.deadline > moment {
          remaining.append(waiter)
          continue
        }
      }
      answers.append((waiter, result))
    }
    let next = remaining.isEmpty ? nil : try store.findNextVisible(in: state.queue.id, after: now)
    return {
      state.waiters = remaining
      self.setAlarm(state, in: next.map { $0 - now })
      for (waiter, result) in answers {
        waiter.timer?.cancel()
        waiter.completion(result)
      }
    }
  }

  private func take(
    for waiter: QueueState.Waiter, from state: QueueState, _ store: MessageStore, at now: Int64
  ) throws -> Result<[StoredMessage], SQSFailure> {
    if let attempt = waiter.attempt,
      let messages = try state.attempts.repeated(attempt, hiding: waiter.visibility, store, at: now)
    {
      return .success(messages)
    }
    let room = try state.flight.room(for: waiter.max, store, in: state.queue.id, at: now)
    // Only a short poll of a standard queue is told why it gets nothing.
    if room == 0 {
      return waiter.isLong || state.queue.definition.isFIFO ? .success([]) : .failure(.overLimit)
    }
    let messages = try receive(room, from: state, hiding: waiter.visibility, store, at: now)
    state.flight.received(messages.count)
    if let attempt = waiter.attempt, !messages.isEmpty {
      state.attempts.note(attempt, messages, until: now + max(1, waiter.visibility), at: now)
    }
    return .success(messages)
  }

  /// Receives up to `limit` messages; those received too often go to the dead-letter queue instead.
  private func receive(
    _ limit: Int, from state: QueueState, hiding visibility: Int64, _ store: MessageStore, at now: Int64
  ) throws -> [StoredMessage] {
    var received: [StoredMessage] = []
    while received.isEmpty {
      let candidates = try state.listReceivable(store, limit: limit, at: now)
      if candidates.isEmpty { break }
      for var message in candidates {
        if let target = deadLetterQueue(of: message, in: state) {
          // The time a message has in a dead-letter queue counts from its first sending, but in FIFO queues
          // (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).
          try store.updateDeadLettered(
            message.id, from: state.queue.id, to: target.queue.id,
            sentAt: state.queue.definition.isFIFO ? now : nil, at: now)
          touch(target)
        } else {
          // At least a millisecond, so that this receive does not find the message again.
          try store.updateReceived(message.id, until: now + max(1, visibility), at: now)
          message.countReceive(at: now)
          received.append(message)
        }
      }
    }
    return received
  }

  /// Where a message goes that was received too often; nil when it is to be received.
  private func deadLetterQueue(of message: StoredMessage, in state: QueueState) -> QueueState? {
    guard let redrive = state.queue.definition.redrive, message.receiveCount >= redrive.maxReceiveCount,
      let target = queues[redrive.deadLetterQueue], !target.isDeleted
    else { return nil }
    return target
  }
}
