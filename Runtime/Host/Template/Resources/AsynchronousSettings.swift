/// How a function's asynchronous invocations are retried and where they end: `EventInvokeConfig` and
/// `DeadLetterQueue`.
package struct AsynchronousSettings: Sendable {
  /// Runs after the first failed one, 0 to 2.
  package let maximumRetryAttempts: Int
  /// Seconds, 60 to 21,600.
  package let maximumEventAge: Int
  /// Names of queues; nil for none.
  package let onSuccess: String?
  package let onFailure: String?
  package let deadLetterQueue: String?
}

extension Resolver {
  func asynchronousSettings(_ properties: Properties) -> AsynchronousSettings {
    let settings = properties.inside("EventInvokeConfig")
    let destinations = settings?.inside("DestinationConfig")
    return AsynchronousSettings(
      maximumRetryAttempts: settings?.integer("MaximumRetryAttempts", in: 0...2) ?? 2,
      maximumEventAge: settings?.integer("MaximumEventAgeInSeconds", in: 60...21_600) ?? 21_600,
      onSuccess: queue("Destination", of: destinations?.inside("OnSuccess")),
      onFailure: queue("Destination", of: destinations?.inside("OnFailure")),
      deadLetterQueue: queue("TargetArn", of: properties.inside("DeadLetterQueue")))
  }

  func provisionedConcurrency(_ properties: Properties) -> Int {
    properties.inside("ProvisionedConcurrencyConfig")?.integer(
      "ProvisionedConcurrentExecutions", in: 0...1000) ?? 0
  }

  private func queue(_ key: String, of properties: Properties?) -> String? {
    guard let properties else { return nil }
    guard let queue = queueName(ofARN: properties.required(key)) else {
      properties.report("\(key) is not a queue of this template")
      return nil
    }
    return queue
  }
}
