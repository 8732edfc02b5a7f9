package import HostObjects
package import HostTemplate

extension BucketDefinition {
  /// What the template says of a bucket, for the service that keeps its objects.
  package init(_ bucket: BucketResource) {
    self.init(
      name: bucket.name,
      cors: bucket.cors.map {
        CrossOriginRule(
          id: $0.id, origins: $0.origins, methods: $0.methods, headers: $0.headers,
          exposedHeaders: $0.exposedHeaders, maxAge: $0.maxAge)
      },
      lifecycle: bucket.lifecycle.map {
        LifecycleRule(
          prefix: $0.prefix, expirationDays: $0.expirationDays,
          abortUploadsAfterDays: $0.abortUploadsAfterDays)
      },
      notifications: bucket.notifications.map {
        NotificationRule(
          id: $0.id, events: $0.events, prefix: $0.prefix, suffix: $0.suffix, function: $0.function)
      })
  }
}
