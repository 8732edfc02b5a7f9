internal import Core
internal import Cryptography

/// SendMessage and SendMessageBatch.
extension SQSEndpoint {
  /// Bytes of all messages of a batch together: 1 MiB.
  private static let maximumSize = 1_048_576

  func sendMessage(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    let message = try newMessage(request, for: state.queue)
    engine.perform(touching: state) { store, now in
      try self.send(message, to: state.queue, store, at: now)
    } then: { result in
      answer(result.map { .object(self.receipt(of: message, $0)) })
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
      try accepted.map { id, message in
        (id, message, try self.send(message, to: state.queue, store, at: now))
      }
    } then: { result in
      answer(
        result.map { sent in
          let successful = sent.map { id, message, sent -> JSON in
            .object(JSONObject([("Id", .string(id))] + self.receipt(of: message, sent).members))
          }
          return self.batchResult(successful: successful, failed: rejected)
        })
    }
  }

  /// A FIFO queue takes what it was sent before and knows it as the message that it has or had.
  private func send(
    _ message: NewMessage, to queue: Queue, _ store: MessageStore, at now: Int64
  ) throws -> SentMessage {
    guard let deduplicationID = message.deduplicationID else {
      _ = try store.insert(message, into: queue.id, at: now)
      return SentMessage(id: message.messageID, sequence: nil)
    }
    let scope = queue.definition.deduplicatesWithinGroups ? message.groupID ?? "" : ""
    let deduplication = DeduplicationStore(database: store.database)
    if let earlier = try deduplication.find(deduplicationID, within: scope, in: queue.id, at: now) {
      return earlier
    }
    let row = try store.insert(message, into: queue.id, at: now)
    let sent = SentMessage(id: message.messageID, sequence: row)
    try deduplication.insert(deduplicationID, within: scope, in: queue.id, for: sent, at: now)
    return sent
  }

  private func newMessage(_ request: SQSParameters, for queue: Queue) throws(SQSFailure) -> NewMessage {
    let definition = queue.definition
    let attributes = try request.object("MessageAttributes").map { members throws(SQSFailure) in
      try MessageAttributes(members)
    }
    let body = try request.requiredString("MessageBody")
    let message = NewMessage(
      messageID: UUID.v7().description, body: body, delay: Int64(try delay(request, definition)) * 1000,
      groupID: try groupID(request, definition),
      deduplicationID: try deduplicationID(request, definition, body),
      attributes: attributes.flatMap { $0.isEmpty ? nil : $0 }, traceHeader: try traceHeader(request))
    guard size(message) <= definition.maximumMessageSize else {
      throw .messageTooLong(definition.maximumMessageSize)
    }
    guard message.body.unicodeScalars.allSatisfy(isAllowed) else { throw .invalidContents }
    return message
  }

  /// A FIFO queue has one delay for all messages, or their order would be lost.
  private func delay(_ request: SQSParameters, _ definition: QueueDefinition) throws(SQSFailure) -> Int {
    guard let delay = try request.integer("DelaySeconds", in: 0...900) else { return definition.delaySeconds }
    guard !definition.isFIFO || delay == 0 else { throw .wrongKind("DelaySeconds") }
    return definition.isFIFO ? definition.delaySeconds : delay
  }

  /// On a standard queue the group only makes delivery fair among groups; it orders nothing.
  private func groupID(
    _ request: SQSParameters, _ definition: QueueDefinition
  ) throws(SQSFailure) -> String? {
    guard let group = try request.string("MessageGroupId") else {
      guard definition.isFIFO else { return nil }
      throw .missingParameter("MessageGroupId")
    }
    guard isIdentifier(group) else {
      throw .invalidValue(
        "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length")
    }
    return group
  }

  private func deduplicationID(
    _ request: SQSParameters, _ definition: QueueDefinition, _ body: String
  ) throws(SQSFailure) -> String? {
    guard let id = try request.string("MessageDeduplicationId") else {
      guard definition.isFIFO else { return nil }
      guard definition.deduplicatesByContent else {
        throw .invalidValue(
          "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
        )
      }
      return Hex.encode(SHA256.hash(Array(body.utf8)))
    }
    guard definition.isFIFO else { throw .wrongKind("MessageDeduplicationId") }
    guard isIdentifier(id) else {
      throw .invalidValue(
        "MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length")
    }
    return id
  }

  private func isIdentifier(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
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

  private func receipt(of message: NewMessage, _ sent: SentMessage) -> JSONObject {
    var receipt: JSONObject = [
      "MessageId": .string(sent.id),
      "MD5OfMessageBody": .string(Hex.encode(MD5.hash(Array(message.body.utf8)))),
    ]
    receipt["SequenceNumber"] = sent.sequence.map { .string(SequenceNumber.text($0)) }
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
