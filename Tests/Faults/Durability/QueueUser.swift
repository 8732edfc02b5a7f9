internal import Core
internal import Glibc
internal import Harness

/// Sends, receives and deletes for as long as it is let, and notes what it hears. For one thread.
struct QueueUser {
  private static let visibility = Duration.seconds(1)

  let number: Int
  let record: Record
  private let client: Client

  init(_ number: Int, of server: String, _ record: Record) {
    self.number = number
    self.record = record
    client = Client(server)
  }

  func work(until isOver: () -> Bool) {
    var count = 0
    while !isOver() {
      count += 1
      let body = "\(number)-\(count)"
      if send(body, to: "work") { record.acknowledge(body) }
      sendInOrder("f\(body)", until: isOver)
      if count.isMultiple(of: 2) { for queue in ["work", "order.fifo"] { consume(queue) } }
    }
  }

  /// An answer may be lost with the server: then the message is sent again, and the queue has to know it.
  private func sendInOrder(_ body: String, until isOver: () -> Bool) {
    while !isOver() {
      if send(body, to: "order.fifo", ["MessageGroupId": .string("\(number)")]) {
        return record.acknowledge(body)
      }
    }
  }

  private func send(_ body: String, to queue: String, _ more: JSONObject = [:]) -> Bool {
    call("SendMessage", on: queue, JSONObject([("MessageBody", .string(body))] + more.members)) != nil
  }

  private func consume(_ queue: String) {
    let start = Instant.now()
    let messages = receive(queue)
    guard !messages.isEmpty else { return }
    record.attemptDelete(messages.map(\.body))
    // After the visibility time-out the handles mean nothing: then nothing is known of the messages.
    if delete(messages, from: queue), Instant.now() - start < Self.visibility {
      record.delete(messages.map(\.id))
    }
  }

  /// Whether it was acknowledged.
  private func delete(_ messages: [(body: String, id: String, handle: String)], from queue: String) -> Bool {
    let entries = messages.enumerated().map { index, message -> JSON in
      ["Id": .string("\(index)"), "ReceiptHandle": .string(message.handle)]
    }
    return call("DeleteMessageBatch", on: queue, ["Entries": .array(entries)]) != nil
  }

  private func receive(_ queue: String) -> [(body: String, id: String, handle: String)] {
    let answer = call("ReceiveMessage", on: queue, ["MaxNumberOfMessages": 10])
    let messages = (answer?["Messages"]?.array ?? []).map { message in
      (
        body: message["Body"]?.string ?? "", id: message["MessageId"]?.string ?? "",
        handle: message["ReceiptHandle"]?.string ?? ""
      )
    }
    for message in messages {
      record.receive(message.body, id: message.id, isFIFO: queue.hasSuffix(".fifo"))
    }
    return messages
  }

  /// Empties both queues; the bodies that were in them.
  func drain() throws -> Set<String> {
    var left: Set<String> = []
    for queue in ["work", "order.fifo"] {
      _ = try wait(for: "end of \(queue)", upTo: .seconds(600), every: .milliseconds(1)) {
        let messages = receive(queue)
        left.formUnion(messages.map(\.body))
        if !messages.isEmpty { _ = delete(messages, from: queue) }
        return messages.isEmpty && depth(of: queue) == 0 ? true : nil
      }
    }
    return left
  }

  /// nil when the server is gone, or not there yet.
  private func depth(of queue: String) -> Int? {
    let answer = call("GetQueueAttributes", on: queue, ["AttributeNames": ["All"]])
    guard let attributes = answer?["Attributes"] else { return nil }
    return ["", "NotVisible", "Delayed"].reduce(0) { sum, kind in
      sum + (attributes["ApproximateNumberOfMessages\(kind)"]?.string.flatMap { Int($0) } ?? 1)
    }
  }

  /// nil when the server is gone.
  private func call(_ operation: String, on queue: String, _ members: JSONObject) -> JSON? {
    var body = members
    body["QueueUrl"] = .string("http://q/000000000000/\(queue)")
    let headers = ["X-Amz-Target": "AmazonSQS.\(operation)", "Content-Type": "application/x-amz-json-1.0"]
    guard let answer = try? client.post("/", .object(body), headers: headers), answer.status == 200 else {
      // It is being started again.
      usleep(1000)
      return nil
    }
    return answer.json
  }
}
