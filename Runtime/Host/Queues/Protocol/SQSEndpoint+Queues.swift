internal import Core

/// Operations on whole queues.
extension SQSEndpoint {
  func createQueue(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let name = try request.requiredString("QueueName")
    let attributes = try request.pairs("Attributes")
    var definition = QueueDefinition(name: name)
    guard definition.hasValidName, definition.isFIFO == (attributes["FifoQueue"] == "true") else {
      throw .invalidValue(
        attributes["FifoQueue"] == "true"
          ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with "
            + ".fifo suffix and be 1 to 80 in length."
          : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
    }
    for (attribute, value) in attributes.sorted(by: { $0.key < $1.key }) {
      try definition.set(attribute, to: value, arnPrefix: addresses.arnPrefix)
    }
    let tags = try request.pairs("tags")
    try Self.validate(tags)
    engine.create(definition, given: Set(attributes.keys), tags: tags) { result in
      answer(result.map { ["QueueUrl": .string($0.url)] })
    }
  }

  func deleteQueue(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    engine.delete(try changeableQueue(request)) { result in answer(result.map { [:] }) }
  }

  /// A queue that nobody declared: those of the template are changed there.
  func changeableQueue(_ request: SQSParameters) throws(SQSFailure) -> QueueState {
    let state = try queue(request)
    guard !state.queue.isDeclared else {
      throw .unsupported("The queue \(state.queue.name) is declared in template.yaml.")
    }
    return state
  }

  func getQueueURL(_ request: SQSParameters, _ answer: Answer) throws(SQSFailure) {
    let owner = try request.string("QueueOwnerAWSAccountId") ?? addresses.account
    guard let state = engine.queues[try request.requiredString("QueueName")], owner == addresses.account
    else { throw .queueDoesNotExist }
    answer(.success(["QueueUrl": .string(state.queue.url)]))
  }

  func listQueues(_ request: SQSParameters, _ answer: Answer) throws(SQSFailure) {
    let prefix = try request.string("QueueNamePrefix") ?? ""
    answer(
      .success(try page(engine.queues.keys.filter { $0.hasPrefix(prefix) }, request, as: "QueueUrls")))
  }

  func listDeadLetterSourceQueues(_ request: SQSParameters, _ answer: Answer) throws(SQSFailure) {
    let name = try queue(request).queue.name
    let sources = engine.queues.values.filter { $0.queue.definition.redrive?.deadLetterQueue == name }
    // The model writes this one member in lower case.
    answer(.success(try page(sources.map(\.queue.name), request, as: "queueUrls")))
  }

  /// A token is given to those only who say how much they want, as on AWS.
  private func page(
    _ names: [String], _ request: SQSParameters, as member: String
  ) throws(SQSFailure) -> JSON {
    let limit = try request.integer("MaxResults", in: 1...1000)
    var last = ""
    if let token = try request.string("NextToken") {
      guard let bytes = Base64.urlDecode(token) else {
        throw .invalidValue("Invalid or expired next token.")
      }
      last = String(decoding: bytes, as: UTF8.self)
    }
    let rest = names.filter { $0 > last }.sorted()
    let page = rest.prefix(limit ?? 1000)
    var result: JSONObject = [:]
    if !page.isEmpty { result[member] = .array(page.map { .string(addresses.urlPrefix + $0) }) }
    if let limit, rest.count > limit, let last = page.last {
      result["NextToken"] = .string(Base64.urlEncode(Array(last.utf8)))
    }
    return .object(result)
  }

  func purgeQueue(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    engine.perform(touching: state) { store, now in
      guard try QueueStore(database: store.database).updatePurged(state.queue.id, at: now) else {
        throw SQSFailure.purgeInProgress
      }
      try store.deleteAll(in: state.queue.id)
    } then: { result in
      answer(result.map { [:] })
    }
  }
}
