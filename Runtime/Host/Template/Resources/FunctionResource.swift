package import HostRights

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
  /// Environments that are kept started, 0 to 1,000.
  package let provisionedConcurrency: Int
  /// `LoggingConfig.ApplicationLogLevel`, as Lambda tells the function by `AWS_LAMBDA_LOG_LEVEL`.
  package let logLevel: String?
  package let asynchronous: AsynchronousSettings
  /// What it may do with its key; nothing that its entry does not say.
  package let policy: AccessPolicy
  package let environment: [(name: String, value: String)]
  package let routes: [Route]
  package let queueSources: [QueueSource]
  package let schedules: [Schedule]
}
