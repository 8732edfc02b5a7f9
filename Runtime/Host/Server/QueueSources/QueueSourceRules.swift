internal import HostTemplate

extension QueueSource {
  /// What Lambda would refuse when the mapping is made
  /// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html).
  func problems(for function: FunctionResource, of queues: [QueueResource]) -> [String] {
    var problems: [String] = []
    let place = "\(function.logicalID): the source \(queueName)"
    if isFIFO {
      if batchSize > 10 { problems.append("\(place): BatchSize of a FIFO queue is 10 at most") }
      if batchingWindow > 0 { problems.append("\(place): a FIFO queue has no batching window") }
    } else if batchSize > 10, batchingWindow == 0 {
      problems.append("\(place): a BatchSize above 10 needs MaximumBatchingWindowInSeconds")
    }
    if let queue = queues.first(where: { $0.name == queueName }), queue.visibilityTimeout < function.timeout {
      problems.append(
        "\(place): its VisibilityTimeout of \(queue.visibilityTimeout) s is less than the function's Timeout of "
          + "\(function.timeout) s")
    }
    return problems
  }

  var isFIFO: Bool { queueName.hasSuffix(".fifo") }
}
