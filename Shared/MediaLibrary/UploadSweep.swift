package import Core
package import Database
package import Objects

/// Gives back what was reserved for uploads that never came.
package struct UploadSweep {
  /// Back from now: an hour longer than an address is good, for what is on its way when that ends.
  private static let life = Duration.seconds(-2 * 3600)

  private let session: Session
  private let store: MediaStore
  private let objects: ObjectClient

  /// The session's role sees the files of all tenants.
  package init(_ session: Session, _ objects: ObjectClient) {
    self.session = session
    store = MediaStore(session)
    self.objects = objects
  }

  /// Returns how many were given up.
  package func run(until deadline: Instant) throws -> JSONObject {
    var count = 0
    while Instant.now() < deadline + .seconds(-10) {
      let items = try store.listPending(before: .now() + Self.life, limit: 100)
      if items.isEmpty { break }
      for item in items where try giveUp(item) { count += 1 }
    }
    return ["given_up": JSON(count)]
  }

  /// False when it has come after all. What came and was not looked at, because nobody told of it, goes too: both or
  /// neither, so that what is refused takes no room.
  private func giveUp(_ item: MediaItem) throws -> Bool {
    try session.transaction {
      let hasCome = item.entityTag != nil
      let isOpen = try store.markRejected(
        item, code: hasCome ? "gave_up" : "upload_expired",
        detail: hasCome
          ? "Looking at the file was begun and never ended. Export it anew, and upload that."
          : "The file was not sent while its address was good.")
      guard isOpen else { return false }
      try objects.delete(item.uploadKey)
      if hasCome { try objects.delete(item.key) }
      return true
    }
  }
}
