internal import Core

extension Resolver {
  /// nil when it is not enabled.
  func queueSource(_ properties: Properties) -> QueueSource? {
    guard properties.bool("Enabled", default: true) else { return nil }
    guard let queue = queueName(ofARN: properties.required("Queue")) else {
      properties.report("Queue is not the ARN of a queue of this template")
      return nil
    }
    let scaling = properties.inside("ScalingConfig")
    return QueueSource(
      queueName: queue, batchSize: properties.integer("BatchSize", in: 1...10_000, default: 10),
      batchingWindow: properties.integer("MaximumBatchingWindowInSeconds", in: 0...300, default: 0),
      maximumConcurrency: scaling?.integer("MaximumConcurrency", in: 2...1000),
      reportsBatchItemFailures: properties.strings("FunctionResponseTypes").contains(
        "ReportBatchItemFailures"), filters: filters(properties))
  }

  /// `FilterCriteria: {Filters: [{Pattern: '…'}]}`
  private func filters(_ properties: Properties) -> [String] {
    guard let criteria = properties.inside("FilterCriteria") else { return [] }
    let patterns = (criteria.value("Filters")?.array ?? []).map { Self.text($0["Pattern"] ?? .null) }
    guard (1...5).contains(patterns.count), !patterns.contains(nil) else {
      criteria.report("Filters are 1 to 5 objects with a Pattern")
      return []
    }
    return patterns.compactMap(\.self)
  }
}
