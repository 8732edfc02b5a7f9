internal import Core

/// Creating, changing and deleting queues. The store decides, since several of these may share a commit; what the engine
/// has in memory follows it.
extension QueueEngine {
  /// SQS makes one wait before a name is used again: 60 s.
  private static let deletedNamesLast: Int64 = 60_000

  /// Succeeds for a queue that is there, when it has the attributes that were given.
  func create(
    _ definition: QueueDefinition, given: Set<String>, tags: [String: String],
    then completion: @escaping (Result<Queue, SQSFailure>) -> Void
  ) {
    let addresses = settings.addresses
    let wanted = definition.attributes(arnPrefix: addresses.arnPrefix)
    perform { store, now in
      let queues = QueueStore(database: store.database)
      if let existing = try self.existing(definition.name, queues) {
        let has = existing.definition.attributes(arnPrefix: addresses.arnPrefix)
        if let difference = given.sorted().first(where: { has[$0] != wanted[$0] }) {
          throw SQSFailure.queueNameExists(difference)
        }
        return existing
      }
      if let time = self.deletedAt[definition.name], now - time < Self.deletedNamesLast {
        throw SQSFailure.queueDeletedRecently
      }
      try self.checkRedrive(of: definition, queues)
      let row = try queues.upsertCreated(definition.name, attributes: wanted, tags: tags, at: now)
      return addresses.queue(row, definition, isDeclared: false)
    } then: { result in
      if case .success(let queue) = result { self.add(queue) }
      completion(result)
    }
  }

  func delete(_ state: QueueState, then completion: @escaping (Result<Void, SQSFailure>) -> Void) {
    let name = state.queue.name
    perform(touching: state) { store, now in
      try QueueStore(database: store.database).delete(state.queue.id)
      // Seen by the operations that follow in the same commit.
      state.isDeleted = true
      self.deletedAt = self.deletedAt.filter { now - $0.value < Self.deletedNamesLast }
      self.deletedAt[name] = now
    } then: { result in
      if case .success = result { self.remove(state) }
      if case .failure(.internalFailure) = result {
        state.isDeleted = false
        self.deletedAt[name] = nil
      }
      completion(result)
    }
  }

  func change(
    _ state: QueueState, _ changes: [String: String],
    then completion: @escaping (Result<Void, SQSFailure>) -> Void
  ) {
    let arnPrefix = settings.addresses.arnPrefix
    perform(touching: state) { store, now in
      let queues = QueueStore(database: store.database)
      guard var definition = try self.existing(state.queue.name, queues)?.definition else {
        throw SQSFailure.queueDoesNotExist
      }
      for (attribute, value) in changes.sorted(by: { $0.key < $1.key }) {
        try definition.set(attribute, to: value, arnPrefix: arnPrefix)
      }
      if changes["RedrivePolicy"] != nil { try self.checkRedrive(of: definition, queues) }
      try queues.updateAttributes(
        of: state.queue.id, definition.attributes(arnPrefix: arnPrefix), at: now)
      if definition.isFIFO, changes["DelaySeconds"] != nil {
        try store.updateDelays(in: state.queue.id, to: Int64(definition.delaySeconds) * 1000)
      }
      return (definition, now)
    } then: { result in
      if case .success(let (definition, now)) = result {
        state.queue.definition = definition
        state.queue.modifiedAt = now
        self.publish()
        self.touch(state)
      }
      completion(result.map { _ in })
    }
  }

  func retag(
    _ state: QueueState, _ change: @escaping (inout [String: String]) throws(SQSFailure) -> Void,
    then completion: @escaping (Result<Void, SQSFailure>) -> Void
  ) {
    perform(touching: state) { store, _ in
      let queues = QueueStore(database: store.database)
      var tags = try queues.find(state.queue.name)?.tags ?? [:]
      try change(&tags)
      try queues.updateTags(of: state.queue.id, tags)
      return tags
    } then: { result in
      if case .success(let tags) = result { state.queue.tags = tags }
      completion(result.map { _ in })
    }
  }

  /// A queue as it is in this commit, those included that it has made or changed.
  private func existing(_ name: String, _ queues: QueueStore) throws -> Queue? {
    if let state = self.queues[name], state.queue.isDeclared { return state.queue }
    guard let row = try queues.find(name) else { return nil }
    return settings.addresses.created(row)
  }

  /// The dead-letter queue exists, is of the same kind and lets this queue send there.
  private func checkRedrive(of definition: QueueDefinition, _ queues: QueueStore) throws {
    guard let redrive = definition.redrive else { return }
    func refuse(_ reason: String) -> SQSFailure {
      .invalidValue("Value for parameter RedrivePolicy is invalid. Reason: \(reason)")
    }
    guard let target = try existing(redrive.deadLetterQueue, queues) else {
      throw refuse("Dead letter target does not exist.")
    }
    guard target.name != definition.name else {
      throw refuse("Dead letter target must not be the queue itself.")
    }
    guard target.definition.isFIFO == definition.isFIFO else {
      throw refuse("Dead-letter queue must be same type of queue as the source.")
    }
    guard target.definition.redriveAllowance.allows(settings.addresses.arnPrefix + definition.name) else {
      throw refuse("Queue's RedriveAllowPolicy denies access to this source queue.")
    }
  }
}

extension QueueAddresses {
  /// A queue that was created; nil for one that was only declared once.
  func created(_ row: QueueRow) -> Queue? {
    guard let attributes = row.attributes else { return nil }
    var definition = QueueDefinition(name: row.name)
    for (attribute, value) in attributes {
      // All of them were checked when they were stored.
      try? definition.set(attribute, to: value, arnPrefix: arnPrefix)
    }
    return queue(row, definition, isDeclared: false)
  }
}
