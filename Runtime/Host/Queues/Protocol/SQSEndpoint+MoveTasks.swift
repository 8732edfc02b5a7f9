internal import Core

/// Message move tasks: out of a dead-letter queue, to where the messages came from or to a queue of choice.
extension SQSEndpoint {
  func startMessageMoveTask(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let source = try queue(arn: request.requiredString("SourceArn"))
    guard isDeadLetterQueue(source) else {
      throw .invalidValue("Source queue must be configured as a Dead Letter Queue.")
    }
    let destination = try request.string("DestinationArn").map { arn throws(SQSFailure) in
      try queue(arn: arn)
    }
    if let destination {
      guard destination.queue.id != source.queue.id else {
        throw .invalidValue("The destination queue must not be the source queue.")
      }
      guard destination.queue.definition.isFIFO == source.queue.definition.isFIFO else {
        throw .invalidValue("The destination queue must be of the same type as the source queue.")
      }
    }
    let rate = try request.integer("MaxNumberOfMessagesPerSecond", in: 1...500)
    let id = UUID.v7().description
    engine.perform { store, now in
      let tasks = MoveTaskStore(database: store.database)
      guard try !tasks.list(of: source.queue.id, limit: 11).contains(where: { $0.status == "RUNNING" }) else {
        throw SQSFailure.invalidValue(
          "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
        )
      }
      try tasks.insert(
        id, from: source.queue.id, to: destination?.queue.id, rate: rate, at: now)
      try tasks.deleteOld(of: source.queue.id)
    } then: { result in
      answer(result.map { ["TaskHandle": .string(self.handle(of: id, source.queue))] })
      if case .success = result { self.engine.moveMore(id, rate: rate) }
    }
  }

  func listMessageMoveTasks(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let source = try queue(arn: request.requiredString("SourceArn"))
    let limit = try request.integer("MaxResults", in: 1...10) ?? 1
    engine.perform { store, _ in
      try MoveTaskStore(database: store.database).list(of: source.queue.id, limit: limit)
    } then: { result in
      answer(result.map { ["Results": .array($0.map { self.entry($0, source.queue) })] })
    }
  }

  func cancelMessageMoveTask(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let (id, source) = try moveTask(request)
    let queue = try queue(arn: source).queue.id
    engine.perform { store, _ in
      let tasks = MoveTaskStore(database: store.database)
      // The handle is the caller's word for which queue it is about.
      guard let task = try tasks.find(id), task.status == "RUNNING", task.source == queue else {
        throw SQSFailure.resourceNotFound("Task does not exist, or is not running any more.")
      }
      try tasks.updateStatus(of: id, to: "CANCELLED")
      return task.moved
    } then: { result in
      answer(result.map { ["ApproximateNumberOfMessagesMoved": JSON($0)] })
    }
  }

  /// What the `TaskHandle` says.
  func moveTask(_ request: SQSParameters) throws(SQSFailure) -> (id: String, source: String) {
    let handle = try request.requiredString("TaskHandle")
    guard let bytes = Base64.decode(handle), let task = try? JSON(parsing: bytes),
      let id = task["taskId"]?.string, let source = task["sourceArn"]?.string
    else { throw .invalidValue("Value for parameter TaskHandle is invalid.") }
    return (id, source)
  }

  private func handle(of id: String, _ source: Queue) -> String {
    let handle: JSON = ["taskId": .string(id), "sourceArn": .string(source.arn)]
    return Base64.encode(handle.encoded())
  }

  private func entry(_ task: MoveTask, _ source: Queue) -> JSON {
    var entry: JSONObject = [
      "Status": .string(task.status), "SourceArn": .string(source.arn),
      "ApproximateNumberOfMessagesMoved": JSON(task.moved),
      "ApproximateNumberOfMessagesToMove": JSON(task.total),
      "StartedTimestamp": .integer(task.startedAt),
    ]
    // Only what can be cancelled has a handle.
    if task.status == "RUNNING" { entry["TaskHandle"] = .string(handle(of: task.id, source)) }
    let destination = engine.queues.values.first { $0.queue.id == task.destination }
    entry["DestinationArn"] = destination.map { .string($0.queue.arn) }
    entry["MaxNumberOfMessagesPerSecond"] = task.rate.map { JSON($0) }
    entry["FailureReason"] = task.failure.map { .string($0) }
    return .object(entry)
  }

  private func isDeadLetterQueue(_ state: QueueState) -> Bool {
    engine.queues.values.contains { $0.queue.definition.redrive?.deadLetterQueue == state.queue.name }
  }
}
