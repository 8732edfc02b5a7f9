internal import Core
internal import NIOCore

/// ReceiveMessage.
extension SQSEndpoint {
  func receiveMessage(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    let definition = state.queue.definition
    let max = try request.integer("MaxNumberOfMessages", in: 1...10) ?? 1
    let visibility =
      try request.integer("VisibilityTimeout", in: 0...43_200) ?? definition.visibilityTimeout
    let wait = try request.integer("WaitTimeSeconds", in: 0...20) ?? definition.waitSeconds
    let selection = Selection(
      systemAttributes: try request.strings("AttributeNames")
        + request.strings("MessageSystemAttributeNames"),
      messageAttributes: try request.strings("MessageAttributeNames"))
    let attempt = try request.string("ReceiveRequestAttemptId")
    guard attempt == nil || definition.isFIFO else { throw .wrongKind("ReceiveRequestAttemptId") }
    let waiter = QueueState.Waiter(
      max: max, visibility: Int64(visibility) * 1000, wait: .seconds(Int64(wait)), attempt: attempt
    ) { result in
      let members = result.map { $0.map { self.member($0, in: state.queue, selection) } }
      // Without messages the member is absent, as AWS answers.
      answer(members.map { $0.isEmpty ? [:] : ["Messages": .array($0)] })
    }
    engine.receive(from: state, waiter)
  }

  /// The names of the attributes that a receive asks for.
  private struct Selection {
    let systemAttributes: [String]
    let messageAttributes: [String]
  }

  private func member(_ message: StoredMessage, in queue: Queue, _ selection: Selection) -> JSON {
    var member: JSONObject = [
      "MessageId": .string(message.messageID), "ReceiptHandle": .string(message.handle.text),
      "MD5OfBody": .string(message.md5OfBody), "Body": .string(message.body),
    ]
    let wanted = selection.systemAttributes
    let system = message.systemAttributes(in: queue, sender: addresses.account)
      .filter { wanted.contains("All") || wanted.contains($0.key) }
      .sorted { $0.key < $1.key }
    if !system.isEmpty {
      member["Attributes"] = .object(JSONObject(system.map { ($0.key, .string($0.value)) }))
    }
    if let attributes = message.attributes?.selected(by: selection.messageAttributes), !attributes.isEmpty {
      member["MessageAttributes"] = attributes.wireForm
      member["MD5OfMessageAttributes"] = .string(attributes.md5)
    }
    return .object(member)
  }
}
