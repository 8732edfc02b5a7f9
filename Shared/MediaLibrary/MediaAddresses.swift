internal import Core
package import Database
package import Objects
package import Platforms

/// Gives the library's files in a post's content their addresses and what is known of them: each as the platform takes
/// it.
package struct MediaAddresses {
  package enum Resolution {
    case ready(Content)
    /// A variant is being made; look again after the delay.
    case wait(Duration)
  }

  /// Of an address, in seconds: platforms fetch within the hour, and a delivery that waits gets new ones.
  private static let life = 6 * 3600
  /// Between two looks at a variant that is being made: a quarter of the time it has taken, within these.
  private static let delays = Duration.seconds(1)...Duration.seconds(15)

  private let store: MediaStore
  private let variants: VariantStore
  private let objects: ObjectClient

  package init(_ session: Session, _ objects: ObjectClient) {
    store = MediaStore(session)
    variants = VariantStore(session)
    self.objects = objects
  }

  /// Throws when a file was deleted meanwhile, or when its variant cannot be made.
  package func resolve(_ content: Content, for platform: any Connector) throws -> Resolution {
    let ids = content.media.compactMap(\.id)
    guard !ids.isEmpty else { return .ready(content) }
    let items = Dictionary(uniqueKeysWithValues: try store.find(ids).map { ($0.id, $0) })
    if let missing = ids.first(where: { items[$0]?.facts == nil }) {
      throw PlatformError(
        .mediaRejected, code: "media_missing", detail: "The file \(missing) is not in the library any more.")
    }
    for item in items.values { try compare(item) }
    let known = content.resolved { items[$0]?.media }
    var result = known
    var wait: Duration?
    for (index, media) in known.media.enumerated() {
      guard let item = media.id.flatMap({ items[$0] }) else { continue }
      guard let need = platform.need(for: media, in: known) else {
        result.media[index].url = address(of: item.key)
        continue
      }
      switch try find(need, of: item, for: platform) {
      case .success(let variant):
        result.media[index].url = address(of: variant.key)
        result.media[index].facts = variant.facts
      case .failure(let pending): wait = max(wait ?? .zero, pending.delay)
      }
    }
    return wait.map { .wait($0) } ?? .ready(result)
  }

  /// Throws unless the bytes are those that were looked at: what was approved is what goes out.
  private func compare(_ item: MediaItem) throws {
    guard let looked = item.entityTag, try objects.head(item.key)?.entityTag != looked else { return }
    throw PlatformError(
      .mediaRejected, code: "media_changed", detail: "The file \(item.id) is not the one that was looked at.")
  }

  private func address(of key: String) -> String {
    objects.downloadURL(of: key, expires: Self.life, at: .now())
  }

  private struct Pending: Error {
    let delay: Duration
  }

  private func find(_ need: VariantNeed, of item: MediaItem, for platform: any Connector) throws
    -> Result<MediaVariant, Pending>
  {
    guard let variant = try variants.find(need.recipe, of: item.id) else {
      try variants.insert(need, of: item.id, for: platform.id)
      return .failure(Pending(delay: Self.delays.lowerBound))
    }
    switch variant.state {
    case "ready": return .success(variant)
    case "failed":
      throw PlatformError(
        .mediaRejected, code: "variant_failed",
        detail: item.obstacle(to: need)
          ?? "\(need.reason) It could not be converted: \(variant.errorDetail ?? "")")
    default:
      let delay = (.now() - variant.createdAt) / 4
      return .failure(Pending(delay: min(max(delay, Self.delays.lowerBound), Self.delays.upperBound)))
    }
  }
}
