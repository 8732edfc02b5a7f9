internal import Core
package import Database
package import Objects
internal import Platforms

/// Looks into what was uploaded before anybody may use it: its type by its bytes, its size, its length.
package struct MediaProbe {
  private let store: MediaStore
  private let objects: ObjectClient

  /// The session's role sees the files of all tenants.
  package init(_ session: Session, _ objects: ObjectClient) {
    store = MediaStore(session)
    self.objects = objects
  }

  /// `key` is that of the bucket's event; one that is no file of ours is passed over.
  package func look(at key: String) throws {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "media", let organization = UUID(parts[1]), let id = UUID(parts[2]),
      let item = try store.find(id, organization: organization), let head = try objects.head(key)
    else { return }
    do throws(ProbeError) {
      let facts = try facts(key, Int64(head.size))
      guard facts.contentType == item.declaredType || facts.isContainer(of: item.declaredType) else {
        throw .wrongType(declared: item.declaredType, found: facts.contentType)
      }
      try store.save(item, facts)
    } catch {
      guard case .unreachable(let cause) = error else {
        return try store.markRejected(item, code: error.code, detail: error.detail)
      }
      throw cause
    }
  }

  private func facts(_ key: String, _ size: Int64) throws(ProbeError) -> Media.Facts {
    let source = ByteSource(size: size) { range in
      try objects.get(key, bytes: Int(range.lowerBound)..<Int(range.upperBound), upTo: range.count + 1) ?? []
    }
    return try FileProbe(source).facts()
  }
}

extension MediaStore {
  fileprivate func save(_ item: MediaItem, _ facts: Media.Facts) throws(ProbeError) {
    do { try markReady(item, facts) } catch { throw .unreachable(error) }
  }
}

extension Media.Facts {
  /// MP4 and QuickTime are one family: which of the two a file calls itself matters to nobody.
  fileprivate func isContainer(of declared: String) -> Bool {
    contentType.hasPrefix("video/") && declared.hasPrefix("video/")
  }
}
