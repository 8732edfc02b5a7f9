internal import Core
internal import Cryptography

/// SendMessage and SendMessageBatch.
extension SQSEndpoint {
  /// Bytes of a message, and of all messages of a batch together: 1 MiB.
  private static let maximumSize = 1_048_576

  func sendMessage(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    let message = try newMessage(request, for: state.queue)
    engine.perform(touching: state) { store, now in
      try store.insert(message, into: state.queue.id, at: now)
    } then: { result in
      answer(result.map { .object(self.receipt(of: message)) })
    }
  }

  func sendMessageBatch(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    var messages: [(id: String, message: NewMessage)] = []
    var failed: [(id: String, failure: SQSFailure)] = []
    for (id, entry) in try request.batchEntries() {
      do throws(SQSFailure) {
        messages.append((id, try newMessage(entry, for: state.queue)))
      } catch {
        failed.append((id, error))
      }
    }
    guard messages.reduce(0, { $0 + size($1.message) }) <= Self.maximumSize else { throw .batchTooLong }
    let accepted = messages
    let rejected = failed
    engine.perform(touching: state) { store, now in
      for (_, message) in accepted { try store.insert(message, into: state.queue.id, at: now) }
    } then: { result in
      let successful = accepted.map { id, message -> JSON in
        .object(JSONObject([("Id", .string(id))] + self.receipt(of: message).members))
      }
      answer(result.map { self.batchResult(successful: successful, failed: rejected) })
    }
  }

  private func newMessage(_ request: SQSParameters, for queue: Queue) throws(SQSFailure) -> NewMessage {
    guard try request.string("MessageDeduplicationId") == nil else {
      throw .invalidValue("The parameter MessageDeduplicationId is for FIFO queues only.")
    }
    let attributes = try request.object("MessageAttributes").map { members throws(SQSFailure) in
      try MessageAttributes(members)
    }
    let delay = try request.integer("DelaySeconds", in: 0...900) ?? queue.definition.delaySeconds
    let message = NewMessage(
      messageID: UUID.v7().description, body: try request.requiredString("MessageBody"),
      delay: Int64(delay) * 1000, groupID: try groupID(request),
      attributes: attributes.flatMap { $0.isEmpty ? nil : $0 }, traceHeader: try traceHeader(request))
    guard size(message) <= Self.maximumSize else { throw .messageTooLong }
    guard message.body.unicodeScalars.allSatisfy(isAllowed) else { throw .invalidContents }
    return message
  }

  /// On a standard queue the group only makes delivery fair among groups; it orders nothing.
  private func groupID(_ request: SQSParameters) throws(SQSFailure) -> String? {
    guard let group = try request.string("MessageGroupId") else { return nil }
    guard (1...128).contains(group.utf8.count) else {
      throw .invalidValue("MessageGroupId must be 1 to 128 characters.")
    }
    return group
  }

  /// The one system attribute that a sender may set.
  private func traceHeader(_ request: SQSParameters) throws(SQSFailure) -> String? {
    guard let attributes = try request.object("MessageSystemAttributes") else { return nil }
    for (name, value) in attributes.members {
      guard name == "AWSTraceHeader", value["DataType"]?.string == "String",
        value["StringValue"]?.string != nil
      else { throw .invalidValue("Message system attribute name '\(name)' or its type is not valid.") }
    }
    return attributes["AWSTraceHeader"]?["StringValue"]?.string
  }

  private func size(_ message: NewMessage) -> Int {
    message.body.utf8.count + (message.attributes?.size ?? 0)
  }

  /// The characters of XML 1.0, as SQS documents for message bodies.
  private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  private func receipt(of message: NewMessage) -> JSONObject {
    var receipt: JSONObject = [
      "MessageId": .string(message.messageID),
      "MD5OfMessageBody": .string(Hex.encode(MD5.hash(Array(message.body.utf8)))),
    ]
    receipt["MD5OfMessageAttributes"] = message.attributes.map { .string($0.md5) }
    receipt["MD5OfMessageSystemAttributes"] = message.traceHeader.flatMap { header in
      let member: JSONObject = [
        "AWSTraceHeader": ["DataType": "String", "StringValue": .string(header)]
      ]
      return (try? MessageAttributes(member)).map { .string($0.md5) }
    }
    return receipt
  }
}
