/// A bucket as the template declares it.
package struct BucketDefinition: Sendable {
  /// 3 to 63 lower-case letters, digits, `-` and `.`.
  package let name: String
  package let cors: [CrossOriginRule]
  package let lifecycle: [LifecycleRule]
  package let notifications: [NotificationRule]

  package init(
    name: String, cors: [CrossOriginRule] = [], lifecycle: [LifecycleRule] = [],
    notifications: [NotificationRule] = []
  ) {
    self.name = name
    self.cors = cors
    self.lifecycle = lifecycle
    self.notifications = notifications
  }

  /// Who may use the bucket from pages of another origin
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html).
  package struct CrossOriginRule: Sendable {
    package let id: String?
    /// Each may have one `*`.
    package let origins: [String]
    package let methods: [String]
    /// Each may have one `*`.
    package let headers: [String]
    package let exposedHeaders: [String]
    /// Seconds; nil when browsers may choose.
    package let maxAge: Int?

    package init(
      id: String? = nil, origins: [String], methods: [String], headers: [String] = [],
      exposedHeaders: [String] = [], maxAge: Int? = nil
    ) {
      self.id = id
      self.origins = origins
      self.methods = methods
      self.headers = headers
      self.exposedHeaders = exposedHeaders
      self.maxAge = maxAge
    }
  }

  /// What is removed by itself
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html).
  package struct LifecycleRule: Sendable {
    package let prefix: String
    /// Days, at least 1; nil when objects stay.
    package let expirationDays: Int?
    /// Days after which an upload that was not completed is aborted; nil when it stays.
    package let abortUploadsAfterDays: Int?

    package init(prefix: String = "", expirationDays: Int? = nil, abortUploadsAfterDays: Int? = nil) {
      self.prefix = prefix
      self.expirationDays = expirationDays
      self.abortUploadsAfterDays = abortUploadsAfterDays
    }
  }

  /// Which function is told of what
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html).
  package struct NotificationRule: Sendable {
    package let id: String
    /// `s3:ObjectCreated:*`, `s3:ObjectRemoved:Delete`, …
    package let events: [String]
    package let prefix: String
    package let suffix: String
    /// A logical id.
    package let function: String

    package init(id: String, events: [String], prefix: String = "", suffix: String = "", function: String) {
      self.id = id
      self.events = events
      self.prefix = prefix
      self.suffix = suffix
      self.function = function
    }

    func matches(_ event: String, key: String) -> Bool {
      guard key.startsWithBytes(prefix), key.endsWithBytes(suffix) else { return false }
      return events.contains { $0 == event || $0.hasSuffix(":*") && event.hasPrefix($0.dropLast()) }
    }
  }
}
