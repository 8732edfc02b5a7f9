/// What has to be made of a file before a platform takes it.
package struct VariantNeed: Sendable, Equatable {
  package let recipe: VariantRecipe
  /// Sentences for people: what the platform takes, and what the file is.
  package let reason: String
  /// What will be known of the variant when it is made; of bytes, the most it may have.
  package let expected: Media.Facts
}

extension Connector {
  /// Nil when the file does as it is, when nothing is known of it, or when no variant helps; in the last case
  /// `violations` says what is wrong.
  package func need(for media: Media, in content: Content) -> VariantNeed? {
    guard media.id != nil, let facts = media.facts else { return nil }
    return target(for: media, in: content)?.need(for: facts)
  }

  /// The content as it will be published: each file as the variant that will be made of it.
  package func planned(_ content: Content) -> Content {
    var result = content
    result.media = content.media.map { item in
      guard let need = need(for: item, in: content) else { return item }
      var planned = item
      planned.facts = need.expected
      return planned
    }
    return result
  }
}
