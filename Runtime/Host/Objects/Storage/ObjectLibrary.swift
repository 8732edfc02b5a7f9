internal import Core
internal import GRDB
internal import HostDatabase
internal import Synchronization

/// Buckets and their objects on disk: files for bytes, SQLite for all else. What was committed is durable.
///
/// The methods block; they are for threads that may.
final class ObjectLibrary: Sendable {
  let buckets: [String: BucketDefinition]
  let blobs: BlobDirectory
  let region: String
  let account: String
  private let database: DatabasePool
  private let clock: @Sendable () -> Instant
  private let onNotification = Mutex<(@Sendable () -> Void)?>(nil)

  /// Opens or makes `objects.sqlite` and `objects/` in a directory, and removes what a crash left behind.
  init(
    directory: String, buckets: [BucketDefinition], region: String, account: String,
    clock: @escaping @Sendable () -> Instant
  ) throws {
    self.buckets = Dictionary(buckets.map { ($0.name, $0) }) { first, _ in first }
    self.region = region
    self.account = account
    self.clock = clock
    let database = try PrivateDatabase.open(directory + "/objects.sqlite", readers: 8)
    try database.write { try ObjectStore.createTables($0) }
    let blobs = try BlobDirectory(directory + "/objects")
    _ = try database.read { connection in
      try blobs.removeOrphans { try ObjectStore(database: connection).existsSegment(in: $0) }
    }
    self.database = database
    self.blobs = blobs
  }

  var now: Instant { clock() }
  var milliseconds: Int64 { clock().microseconds / 1000 }

  func read<Result>(_ body: (ObjectTransaction) throws -> Result) throws -> Result {
    try database.read { try body(ObjectTransaction($0)) }
  }

  /// Commits what `body` does, or nothing of it. Files that fell out of use are removed afterwards.
  func write<Result>(_ body: (ObjectTransaction) throws -> Result) throws -> Result {
    let (result, transaction) = try database.write { connection in
      let transaction = ObjectTransaction(connection)
      return (try body(transaction), transaction)
    }
    blobs.remove(transaction.orphans)
    if transaction.hasNotified { onNotification.withLock { $0 }?() }
    return result
  }

  /// As `write`, for files just written that the rows will name: they are removed when that fails.
  func write<Result>(
    keeping segments: [Segment], _ body: (ObjectTransaction) throws -> Result
  ) throws -> Result {
    do {
      return try write(body)
    } catch {
      blobs.remove(segments.map(\.blob))
      throw error
    }
  }

  /// Called after each commit with new events, on any thread.
  func notify(_ callback: @escaping @Sendable () -> Void) { onNotification.withLock { $0 = callback } }

  /// Stores the event for every function that the bucket's rules name.
  func tell(
    _ name: ObjectEvent.Name, _ bucket: BucketDefinition, key: String, object: StoredObject?,
    of call: CallOrigin,
    in transaction: ObjectTransaction
  ) throws {
    let rules = bucket.notifications.filter { $0.matches("s3:\(name.rawValue)", key: key) }
    guard !rules.isEmpty else { return }
    let now = now
    let event = ObjectEvent(
      name: name, bucket: bucket.name, key: key, object: object.map { ($0.size, $0.etag) },
      sequence: try object?.content ?? transaction.nextSequence(), time: now,
      requestID: call.requestID, sourceAddress: call.address)
    for rule in rules {
      let json = event.json(configuration: rule.id, region: region, owner: account)
      try transaction.notify(rule.function, of: json.text, at: now.microseconds / 1000)
    }
  }

  func close() throws { try database.close() }
}

/// Who caused a change.
struct CallOrigin: Sendable {
  let requestID: String
  let address: String

  /// The host itself, by a rule.
  static let lifecycle = CallOrigin(requestID: "LIFECYCLE", address: "127.0.0.1")
}
