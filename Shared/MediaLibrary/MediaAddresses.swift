internal import Core
package import Database
package import Objects
package import Platforms

/// Gives the library's files in a post's content their addresses and what is known of them.
package struct MediaAddresses {
  /// Of an address, in seconds: platforms fetch within the hour, and a delivery that waits gets new ones.
  private static let life = 6 * 3600

  private let store: MediaStore
  private let objects: ObjectClient

  package init(_ session: Session, _ objects: ObjectClient) {
    store = MediaStore(session)
    self.objects = objects
  }

  /// Throws when a file was deleted meanwhile.
  package func resolve(_ content: Content) throws -> Content {
    let ids = content.media.compactMap(\.id)
    guard !ids.isEmpty else { return content }
    let items = Dictionary(uniqueKeysWithValues: try store.find(ids).map { ($0.id, $0) })
    if let missing = ids.first(where: { items[$0]?.facts == nil }) {
      throw PlatformError(
        .mediaRejected, code: "media_missing", detail: "The file \(missing) is not in the library any more.")
    }
    return content.resolved { id in
      items[id].map { item in
        var media = item.media
        media.url = objects.downloadURL(of: item.key, expires: Self.life, at: .now())
        return media
      }
    }
  }
}
