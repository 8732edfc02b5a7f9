internal import Core
internal import HostQueues
internal import HostTemplate
internal import NIOCore

/// Takes messages from one queue to one function, in batches: an event source mapping. Lives on the event loop.
///
/// A message is deleted only when the function succeeded with it. All others come back after the queue's
/// visibility time-out.
final class QueueMapping {
  /// Batches at the same time when the template does not say: what AWS begins with.
  private static let usualConcurrency = 5
  private static let longestWait = Duration.seconds(20)
  /// After an empty receive that did not wait (the queues are closing) and after a refused invocation.
  private static let pause = TimeAmount.seconds(1)

  private let source: QueueSource
  private let function: FunctionPool
  private let queues: QueueService
  private let region: String
  private let eventLoop: any EventLoop
  private let concurrency: Int
  private var isReceiving = false
  private var isStopped = false
  /// The batch being filled, and until when.
  private var batch: [ReceivedMessage] = []
  private var windowEnd: NIODeadline?
  private(set) var batchesInFlight = 0

  init(
    _ source: QueueSource, to function: FunctionPool, queues: QueueService, region: String,
    eventLoop: any EventLoop
  ) {
    self.source = source
    self.function = function
    self.queues = queues
    self.region = region
    self.eventLoop = eventLoop
    concurrency = max(1, min(source.maximumConcurrency ?? Self.usualConcurrency, function.limit))
  }

  func start() { receive() }

  /// Takes no more messages and gives back those of a batch that is not full yet.
  func stop() {
    isStopped = true
    giveBack(batch)
    batch = []
  }

  private func giveBack(_ messages: [ReceivedMessage]) {
    guard !messages.isEmpty else { return }
    queues.changeVisibility(
      source.queueName, receiptHandles: messages.map(\.receiptHandle), seconds: 0)
  }

  private func receive() {
    guard !isReceiving, !isStopped, batchesInFlight < concurrency else { return }
    isReceiving = true
    let start = NIODeadline.now()
    let wait = windowEnd.map { Duration.nanoseconds(max(0, ($0 - start).nanoseconds)) } ?? Self.longestWait
    let (mapping, eventLoop) = (NIOLoopBound(self, eventLoop: eventLoop), eventLoop)
    queues.receive(source.queueName, max: source.batchSize - batch.count, wait: wait) { messages in
      eventLoop.execute { mapping.value.received(messages, since: start) }
    }
  }

  private func received(_ messages: [ReceivedMessage], since start: NIODeadline) {
    isReceiving = false
    if isStopped { return giveBack(messages) }
    let now = NIODeadline.now()
    batch += messages
    if let end = windowEnd ?? (batch.isEmpty ? nil : now + .seconds(Int64(source.batchingWindow))) {
      windowEnd = end
      if batch.count >= source.batchSize || now >= end { return dispatch() }
    } else if now - start < .milliseconds(100) {
      return resume(after: Self.pause)
    }
    receive()
  }

  private func dispatch() {
    let messages = batch
    batch = []
    windowEnd = nil
    batchesInFlight += 1
    let invocation = Invocation(
      event: QueueEvent.encoded(messages, region: region),
      traceID: messages.first?.attributes["AWSTraceHeader"]
    ) { [self] outcome in
      finish(messages, outcome)
    }
    function.invoke(invocation)
    receive()
  }

  private func finish(_ messages: [ReceivedMessage], _ outcome: InvocationOutcome) {
    var done: [ReceivedMessage] = []
    switch outcome {
    case .success(let answer) where source.reportsBatchItemFailures:
      if let failed = QueueEvent.failedMessages(in: answer, of: messages) {
        done = messages.filter { !failed.contains($0.messageID) }
      }
    case .success: done = messages
    case .failure(let failure):
      function.log.write(
        type: "host.batchFailed", function: function.function.name,
        [
          "queue": .string(source.queueName), "messages": JSON(messages.count),
          "error": .string(String(decoding: failure.payload, as: UTF8.self)),
        ])
    }
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

  private func resume(after pause: TimeAmount) {
    let mapping = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: pause) { mapping.value.receive() }
  }
}
