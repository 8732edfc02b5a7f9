package import Core
package import Database
package import Objects
internal import Platforms

/// Looks into what was uploaded before anybody may use it: its type by its bytes, its size, its length.
///
/// What is looked at is a copy, to which nobody has an address: whatever is sent to the address of the upload afterwards, or was
/// on its way, changes nothing of it. The item is locked from the copying to the end, so that of two uploads to one address
/// one is looked at, and the other deleted.
package struct MediaProbe {
  private let session: Session
  private let store: MediaStore
  private let objects: ObjectClient

  /// The session's role sees the files of all tenants.
  package init(_ session: Session, _ objects: ObjectClient) {
    self.session = session
    store = MediaStore(session)
    self.objects = objects
  }

  /// `key` is that of the bucket's event; one that is no upload of ours is passed over. `deadline` is when this ends.
  package func look(at key: String, until deadline: Instant) throws {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "uploads", let organization = UUID(parts[1]), let id = UUID(parts[2])
    else { return }
    try session.transaction {
      // Else it was decided on, deleted or given up: nobody counts what came, and nobody needs it.
      if let item = try store.lockPending(id, organization: organization) {
        guard try objects.copy(item.uploadKey, to: item.key, timeout: deadline - .now()) else { return }
        try decide(item)
      }
      try objects.delete(key)
    }
  }

  private func decide(_ item: MediaItem) throws {
    guard let head = try objects.head(item.key) else { throw Vanished(key: item.key) }
    do throws(ProbeError) {
      let facts = try facts(item.key, Int64(head.size))
      guard facts.contentType == item.declaredType || facts.isContainer(of: item.declaredType) else {
        throw .wrongType(declared: item.declaredType, found: facts.contentType)
      }
      try save(item, facts, head)
    } catch {
      if case .unreachable(let cause) = error { throw cause }
      try objects.delete(item.key)
      _ = try store.markRejected(item, code: error.code, detail: error.detail)
    }
  }

  private func facts(_ key: String, _ size: Int64) throws(ProbeError) -> Media.Facts {
    let source = ByteSource(size: size) { range in
      try objects.get(key, bytes: Int(range.lowerBound)..<Int(range.upperBound), upTo: range.count + 1) ?? []
    }
    return try FileProbe(source).facts()
  }

  private func save(_ item: MediaItem, _ facts: Media.Facts, _ head: ObjectHead) throws(ProbeError) {
    do { _ = try store.markReady(item, facts, entityTag: head.entityTag) } catch { throw .unreachable(error) }
  }

  /// A copy was made, and is not there.
  private struct Vanished: Error {
    let key: String
  }
}

extension Media.Facts {
  /// MP4 and QuickTime are one family: which of the two a file calls itself matters to nobody.
  fileprivate func isContainer(of declared: String) -> Bool {
    contentType.hasPrefix("video/") && declared.hasPrefix("video/")
  }
}
