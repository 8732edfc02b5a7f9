internal import Core

extension ObjectLibrary {
  private static let day: Int64 = 86_400_000

  /// Removes objects and uploads that are older than the rules of their buckets allow.
  func applyLifecycle() throws {
    for bucket in buckets.values {
      for rule in bucket.lifecycle {
        if let days = rule.expirationDays { try expire(bucket, rule.prefix, Self.limit(days, milliseconds)) }
        if let days = rule.abortUploadsAfterDays {
          try abortUploads(bucket, rule.prefix, before: Self.limit(days, milliseconds))
        }
      }
    }
  }

  /// S3 counts the days and then waits for the next midnight in UTC: what is older than this time is due.
  private static func limit(_ days: Int, _ now: Int64) -> Int64 { now / day * day - Int64(days) * day }

  /// In small transactions, so that others can write in between.
  private func expire(_ bucket: BucketDefinition, _ prefix: String, _ limit: Int64) throws {
    while true {
      let count = try write { transaction in
        let objects = try transaction.objects.listUnchanged(
          in: bucket.name, prefix: prefix, since: limit, limit: 200)
        for object in objects {
          try transaction.delete(object)
          try tell(.expired, bucket, key: object.key, object: nil, of: .lifecycle, in: transaction)
        }
        return objects.count
      }
      if count == 0 { return }
    }
  }

  private func abortUploads(_ bucket: BucketDefinition, _ prefix: String, before limit: Int64) throws {
    try write { transaction in
      for upload in try transaction.uploads.listBegun(in: bucket.name, prefix: prefix, before: limit) {
        try transaction.delete(upload)
      }
    }
  }
}
