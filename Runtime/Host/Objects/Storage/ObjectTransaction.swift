internal import GRDB

/// The stores within one transaction, and what is left to do once it is committed.
final class ObjectTransaction {
  let objects: ObjectStore
  let uploads: UploadStore
  let notifications: NotificationStore
  /// Files that no row names any more.
  private(set) var orphans: [String] = []
  private(set) var hasNotified = false

  init(_ database: Database) {
    objects = ObjectStore(database: database)
    uploads = UploadStore(database: database)
    notifications = NotificationStore(database: database)
  }

  func insert(_ segments: [Segment]) throws -> Int64 {
    let content = try objects.insertContent()
    for (position, segment) in segments.enumerated() {
      try objects.insert(segment, into: content, at: position)
    }
    return content
  }

  /// A number above those of all contents so far.
  func nextSequence() throws -> Int64 {
    let content = try objects.insertContent()
    try objects.deleteContent(content)
    return content
  }

  /// Drops bytes that no object or part refers to any more.
  func discard(_ content: Int64) throws {
    orphans += try objects.listOwnBlobs(of: content)
    try objects.deleteSegments(of: content)
    try objects.deleteContent(content)
  }

  /// Replaces the object of that key, if there is one.
  func replace(_ old: StoredObject?, by object: StoredObject) throws {
    try objects.upsert(object)
    if let old { try discard(old.content) }
  }

  func delete(_ object: StoredObject) throws {
    try objects.delete(object.key, in: object.bucket)
    try discard(object.content)
  }

  /// Ends an upload, with all parts that no object has taken over.
  func delete(_ upload: StoredUpload) throws {
    let parts = try uploads.listParts(of: upload.id)
    try uploads.deleteParts(of: upload.id)
    try uploads.delete(upload.id)
    for part in parts { try discard(part.content) }
  }

  func notify(_ function: String, of event: String, at now: Int64) throws {
    try notifications.insert(event, for: function, at: now)
    hasNotified = true
  }
}
