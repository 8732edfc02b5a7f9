/// An `AWS::Serverless::Function`, globals merged in and every reference resolved.
package struct FunctionResource: Sendable {
  /// Its logical id, unless the template gives it a `FunctionName`.
  package let name: String
  package let logicalID: String
  package let arn: String
  package let handler: String
  /// As written, relative to the template; nil when there is none.
  package let codeURI: String?
  /// Seconds an invocation may take, 1 to 900.
  package let timeout: Int
  /// MB, 128 to 10,240.
  package let memory: Int
  /// Environments at the same time; nil when the template sets no limit.
  package let reservedConcurrency: Int?
  package let environment: [(name: String, value: String)]
  package let routes: [Route]
  package let queueSources: [QueueSource]
  package let schedules: [Schedule]
}

/// An `HttpApi` event.
package struct Route: Sendable {
  /// `ANY` for every method.
  package let method: String
  /// `/posts/{id}`, `/files/{path+}`, or `$default` for what no other route takes.
  package let path: String

  /// As API Gateway writes it: `GET /posts/{id}`.
  package var key: String { path == "$default" ? path : "\(method) \(path)" }
}

/// An `SQS` event: an event source mapping.
package struct QueueSource: Sendable {
  package let queueName: String
  /// Messages, 1 to 10,000.
  package let batchSize: Int
  /// Seconds, 0 to 300: how long a batch may wait to be filled.
  package let batchingWindow: Int
  /// Batches at the same time, 2 to 1,000; nil when not limited.
  package let maximumConcurrency: Int?
  package let reportsBatchItemFailures: Bool
}

/// A `ScheduleV2` or `Schedule` event.
package struct Schedule: Sendable {
  /// `Function/Event`.
  package let name: String
  /// `rate(…)`, `cron(…)` or `at(…)`, not yet checked.
  package let expression: String
  /// An IANA name.
  package let timeZone: String
  /// JSON text that is the whole event; nil for EventBridge's own.
  package let input: String?
}
