internal import ChildProcess
package import Core
package import Database
package import Objects
internal import Platforms
internal import Transcoding

/// Looks into what was uploaded before anybody may use it: its type by its bytes, its size, its length, and whether it can be
/// shown, by decoding it.
///
/// What is looked at is a copy, to which nobody has an address: whatever is sent to the address of the upload afterwards, or was
/// on its way, changes nothing of it. The item is locked while it is copied, so that of two uploads to one address one is
/// looked at, and the other deleted.
package struct MediaProbe {
  /// Left for deciding, in seconds, when decoding takes all the time there is.
  private static let margin = Duration.seconds(-15)

  private let session: Session
  private let store: MediaStore
  private let objects: ObjectClient
  private let ffmpeg: String

  /// The session's role sees the files of all tenants. `ffmpeg` is the path of the program.
  package init(_ session: Session, _ objects: ObjectClient, ffmpeg: String) {
    self.session = session
    store = MediaStore(session)
    self.objects = objects
    self.ffmpeg = ffmpeg
  }

  /// `key` is that of the bucket's event; one that is no upload of ours is passed over. `deadline` is when this ends. Returns
  /// what is to be logged of a file that was refused.
  package func look(at key: String, until deadline: Instant) throws -> JSONObject? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "uploads", let organization = UUID(parts[1]), let id = UUID(parts[2])
    else { return nil }
    var note: JSONObject?
    switch try take(id, of: organization, until: deadline) {
    case .gone: return nil
    // Else it was decided on, deleted or given up: nobody counts what came, and nobody needs it.
    case .closed: break
    case .item(let item): note = try decide(item, until: deadline)
    }
    try objects.delete(key)
    return note
  }

  private enum Taken {
    case item(MediaItem)
    case closed
    /// There is nothing at its address any more.
    case gone
  }

  /// Copies what came. What was copied by a try that never came to its end is not copied again.
  private func take(_ id: UUID, of organization: UUID, until deadline: Instant) throws -> Taken {
    try session.transaction {
      guard let item = try store.lockPending(id, organization: organization) else { return .closed }
      guard item.entityTag == nil else { return .item(item) }
      guard try objects.copy(item.uploadKey, to: item.key, timeout: deadline - .now()) else { return .gone }
      guard let head = try objects.head(item.key) else { throw Vanished(key: item.key) }
      try store.markArrived(item, entityTag: head.entityTag)
      return .item(item)
    }
  }

  private func decide(_ item: MediaItem, until deadline: Instant) throws -> JSONObject? {
    // Else another who looked at it was faster, or it was deleted.
    guard let head = try objects.head(item.key) else { return nil }
    do throws(ProbeError) {
      let facts = try examined(item, head, until: deadline + Self.margin)
      // False when it was deleted meanwhile.
      if try attempting({ try !store.markReady(item, facts, entityTag: head.entityTag) }) {
        try attempting { try forget(item) }
      }
      return nil
    } catch {
      if case .unreachable(let cause) = error { throw cause }
      try objects.delete(item.key)
      _ = try store.markRejected(item, code: error.code, detail: error.detail)
      return ["media": JSON(describing: item.id), "code": .string(error.code), "said": JSON(error.said)]
    }
  }

  /// Deletes the copy of what nobody knows any more; what another has found ready stays.
  private func forget(_ item: MediaItem) throws {
    if try store.find(item.id, organization: item.organization) == nil { try objects.delete(item.key) }
  }

  private func examined(_ item: MediaItem, _ head: ObjectHead, until deadline: Instant) throws(ProbeError)
    -> Media.Facts
  {
    let file = try attempting { try MediaFile.fetch(item.key, head, from: objects) }
    let facts = try FileProbe(ByteSource(file)).facts()
    guard facts.contentType == item.declaredType || facts.isContainer(of: item.declaredType) else {
      throw .wrongType(declared: item.declaredType, found: facts.contentType)
    }
    do throws(TranscodingError) {
      return try Examiner(ffmpeg).examine(file, facts, until: deadline)
    } catch {
      switch error {
      case .refused(let what, let said):
        if let video = facts.video, !video.isKnown { throw .unreadable(video.codec) }
        throw .damaged(what, said: said)
      // The next try may do it.
      case .outOfTime: throw .unreachable(Slow(key: item.key))
      case .unable(let what): throw .unreachable(Unable(description: what))
      }
    }
  }

  /// What the bucket or the database did not do may be done the next time.
  private func attempting<Value>(_ body: () throws -> Value) throws(ProbeError) -> Value {
    do { return try body() } catch { throw .unreachable(error) }
  }

  /// A copy was made, and is not there.
  private struct Vanished: Error {
    let key: String
  }

  /// Not even its first pictures could be looked at in time.
  private struct Slow: Error {
    let key: String
  }

  private struct Unable: Error, CustomStringConvertible {
    let description: String
  }
}

extension Media.Facts {
  /// MP4 and QuickTime are one family: which of the two a file calls itself matters to nobody.
  fileprivate func isContainer(of declared: String) -> Bool {
    contentType.hasPrefix("video/") && declared.hasPrefix("video/")
  }
}

extension Media.VideoFacts {
  /// Whether its coding has a name here.
  fileprivate var isKnown: Bool { TrackCoding.known.contains(codec) }
}
