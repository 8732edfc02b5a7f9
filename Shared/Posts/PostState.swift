package import Core

/// The roll-up of a post's deliveries, as the database keeps it.
package enum PostState: String, CaseIterable, Sendable {
  case draft, scheduled, publishing, published, partial, unknown, failed, missed, cancelled, removed
  case needsReview = "needs_review"

  /// Reads the `state` parameter of a list; nil means all.
  package init?(filter text: String?) throws(Problem) {
    guard let text else { return nil }
    guard let state = PostState(rawValue: text) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalid([FieldError("state", "unknown_value", "Expected one of: \(known).")])
    }
    self = state
  }
}
