internal import Core
internal import HostQueues
internal import HostTemplate
internal import NIOCore

/// Takes messages from one queue to one function, in batches: an event source mapping. Lives on the event loop.
///
/// A message is deleted only when the function succeeded with it. All others come back after the queue's
/// visibility time-out. What the function never got to see is given back at once and not counted as received: on AWS
/// a throttled function drives messages into the dead-letter queue, here it does not.
final class QueueMapping {
  /// Batches at the same time when the template does not say: what AWS begins with.
  private static let usualConcurrency = 5
  /// With one receive, as in SQS.
  private static let messagesPerReceive = 10
  private static let longestWait = Duration.seconds(20)
  /// After an empty receive that did not wait (the queues are closing) and after a refused invocation.
  private static let pause = TimeAmount.seconds(1)

  private typealias Item = (message: ReceivedMessage, record: [UInt8])

  private let source: QueueSource
  private let filter: QueueFilter
  private let function: FunctionPool
  private let queues: QueueService
  private let region: String
  private let eventLoop: any EventLoop
  private let concurrency: Int
  private var isReceiving = false
  private var isStopped = false
  /// The batch being filled, and until when.
  private var batch: [Item] = []
  private var windowEnd: NIODeadline?
  private(set) var batchesInFlight = 0

  init(
    _ source: QueueSource, _ filter: QueueFilter, to function: FunctionPool, queues: QueueService,
    region: String, eventLoop: any EventLoop
  ) {
    self.source = source
    self.filter = filter
    self.function = function
    self.queues = queues
    self.region = region
    self.eventLoop = eventLoop
    // Of a FIFO queue as many batches are under way as it has groups: the queue sees to that.
    let usual = source.isFIFO ? function.limit : Self.usualConcurrency
    concurrency = max(1, min(source.maximumConcurrency ?? usual, function.limit))
  }

  func start() { receive() }

  /// Takes no more messages and gives back those of a batch that is not full yet.
  func stop() {
    isStopped = true
    giveBack(batch.map(\.message))
    batch = []
  }

  private func giveBack(_ messages: [ReceivedMessage], after pause: Duration = .zero) {
    guard !messages.isEmpty else { return }
    queues.release(source.queueName, receiptHandles: messages.map(\.receiptHandle), after: pause)
  }

  private func receive() {
    guard !isReceiving, !isStopped, batchesInFlight < concurrency else { return }
    isReceiving = true
    let start = NIODeadline.now()
    let wait = windowEnd.map { Duration.nanoseconds(max(0, ($0 - start).nanoseconds)) } ?? Self.longestWait
    let most = min(source.batchSize - batch.count, Self.messagesPerReceive)
    let (mapping, eventLoop) = (NIOLoopBound(self, eventLoop: eventLoop), eventLoop)
    queues.receive(source.queueName, max: most, wait: wait) { messages in
      eventLoop.execute { mapping.value.received(messages, since: start) }
    }
  }

  private func received(_ messages: [ReceivedMessage], since start: NIODeadline) {
    isReceiving = false
    if isStopped { return giveBack(messages) }
    let now = NIODeadline.now()
    let isFull = add(wanted(messages))
    if let end = windowEnd ?? (batch.isEmpty ? nil : now + .seconds(Int64(source.batchingWindow))) {
      windowEnd = end
      if isFull || batch.count >= source.batchSize || now >= end { return dispatch() }
    } else if messages.isEmpty, now - start < .milliseconds(100) {
      return resume(after: Self.pause)
    }
    receive()
  }

  /// Those that pass the filter; the others are deleted.
  private func wanted(_ messages: [ReceivedMessage]) -> [ReceivedMessage] {
    let unwanted = messages.filter { !filter.passes($0) }
    guard !unwanted.isEmpty else { return messages }
    queues.delete(source.queueName, receiptHandles: unwanted.map(\.receiptHandle))
    let handles = Set(unwanted.map(\.receiptHandle))
    return messages.filter { !handles.contains($0.receiptHandle) }
  }

  /// True when the event is as large as it may be; what has no room in it is given back.
  private func add(_ messages: [ReceivedMessage]) -> Bool {
    for (index, message) in messages.enumerated() {
      let record = QueueEvent.record(message, region: region)
      if !batch.isEmpty, QueueEvent.size(of: batch.map(\.record) + [record]) > QueueEvent.maximumSize {
        giveBack(Array(messages[index...]))
        return true
      }
      batch.append((message, record))
    }
    return false
  }

  private func dispatch() {
    let items = batch
    batch = []
    windowEnd = nil
    batchesInFlight += 1
    let messages = items.map(\.message)
    let invocation = Invocation(
      event: QueueEvent.encoded(items.map(\.record)),
      traceID: messages.first?.attributes["AWSTraceHeader"]
    ) { [self] outcome in
      finish(messages, outcome)
    }
    function.invoke(invocation)
    receive()
  }

  private func finish(_ messages: [ReceivedMessage], _ outcome: InvocationOutcome) {
    let done = done(messages, outcome)
    guard !done.isEmpty else {
      batchesInFlight -= 1
      return resume(after: Self.pause)
    }
    let (mapping, eventLoop) = (NIOLoopBound(self, eventLoop: eventLoop), eventLoop)
    queues.delete(source.queueName, receiptHandles: done.map(\.receiptHandle)) {
      eventLoop.execute {
        mapping.value.batchesInFlight -= 1
        mapping.value.receive()
      }
    }
  }

  private func done(_ messages: [ReceivedMessage], _ outcome: InvocationOutcome) -> [ReceivedMessage] {
    switch outcome {
    case .success(let answer) where source.reportsBatchItemFailures:
      let failed = QueueEvent.failedMessages(in: answer, of: messages) ?? Set(messages.map(\.messageID))
      return messages.filter { !failed.contains($0.messageID) }
    case .success: return messages
    case .failure(let failure):
      if failure.kind == .unavailable { giveBack(messages, after: .seconds(1)) }
      function.log.write(
        type: "host.batchFailed", function: function.function.name,
        [
          "queue": .string(source.queueName), "messages": JSON(messages.count),
          "error": .string(String(decoding: failure.payload, as: UTF8.self)),
        ])
      return []
    }
  }

  private func resume(after pause: TimeAmount) {
    let mapping = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: pause) { mapping.value.receive() }
  }
}
