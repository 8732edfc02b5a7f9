internal import Core
package import Database
package import Platforms

/// Where variants are asked for: when files are put into a post, and when the post is published.
package struct VariantDesk {
  private let store: VariantStore

  package init(_ session: Session) { store = VariantStore(session) }

  /// Has made what the platform needs of the content's files, whose facts are known. What failed for want of time is tried
  /// again; what failed by the file itself only when `afresh`.
  package func request(_ content: Content, for platform: any Connector, afresh: Bool = false) throws {
    for media in content.media {
      guard let id = media.id, let need = platform.need(for: media, in: content) else { continue }
      try store.deleteFailed(need.recipe, of: id, evenHopeless: afresh)
      try store.insert(need, of: id, for: platform.id)
    }
  }
}
