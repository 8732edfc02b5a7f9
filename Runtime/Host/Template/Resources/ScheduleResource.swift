/// A `ScheduleV2` event (EventBridge Scheduler) or a `Schedule` event (a rule of EventBridge).
package struct Schedule: Sendable {
  package enum Service: Sendable {
    case scheduler(group: String)
    case rule
  }

  /// How often and how long a failed tick is tried again.
  package struct RetryPolicy: Sendable {
    /// Attempts after the first, 0 to 185.
    package let maximumAttempts: Int
    /// Seconds since the first attempt, 60 to 86,400.
    package let maximumAge: Int
  }

  package let service: Service
  /// `Function/Event`.
  package let name: String
  /// That of the schedule or of the rule, which is part of its ARN.
  package let resourceName: String
  /// `rate(…)`, `cron(…)` or `at(…)`, not yet checked.
  package let expression: String
  /// An IANA name, not yet checked.
  package let timeZone: String
  /// RFC 3339, not yet checked; nil when the template does not say.
  package let startDate: String?
  package let endDate: String?
  /// 1 to 1,440 minutes within which a tick may be late on purpose; 0 for none.
  package let flexibleMinutes: Int
  /// JSON text that is the whole event; nil for the service's own.
  package let input: String?
  package let retryPolicy: RetryPolicy
  /// The name of the queue that gets what could not be delivered.
  package let deadLetterQueue: String?
}
