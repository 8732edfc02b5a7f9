package import Core
internal import Database
internal import Identity
internal import MediaLibrary
internal import Platforms
package import Posts

extension Planner {
  /// Tries a failed or missed delivery again, now. The others of its post are not touched.
  package func retry(delivery id: UUID) throws -> Post {
    try change(delivery: id) { delivery, post in
      guard try deliveries.retry(id) else { throw PostError.notRetryable(delivery.state) }
      try requestVariants(afresh: delivery, post.content)
    }
  }

  /// Has what was published taken down. Where only people can, throws what they have to do.
  package func takeDown(delivery id: UUID) throws -> Post {
    try change(delivery: id) { delivery, _ in
      if delivery.state == "published", let reason = rules[delivery.platform]?.removalByPeople {
        throw PostError.onlyByPeople(reason, permalink: delivery.permalink)
      }
      guard try deliveries.takeDown(id) else { throw PostError.notRemovable(delivery.state) }
    }
  }

  /// Settles by a person's word what could not be read back.
  package func resolve(delivery id: UUID, _ resolution: Resolution) throws -> Post {
    try change(delivery: id) { delivery, _ in
      let isSettled = try deliveries.resolve(
        id, as: resolution.outcome.state, by: member.user, remoteID: resolution.remoteID,
        permalink: resolution.permalink)
      guard isSettled else { throw PostError.notResolvable(delivery.state) }
    }
  }

  /// What could not be converted is tried again too.
  private func requestVariants(afresh delivery: Delivery, _ base: Content) throws {
    let content = base.applying(variant: delivery.variant)
    let ids = content.media.compactMap(\.id)
    guard !ids.isEmpty, let platform = rules[delivery.platform] else { return }
    let known = content.resolved(among: try MediaStore(session).find(ids))
    try VariantDesk(session).request(known, for: platform, afresh: true)
  }

  private func change(delivery id: UUID, _ body: (Delivery, Post) throws -> Void) throws -> Post {
    try session.transaction {
      guard let post = try posts.find(delivery: id),
        let delivery = post.deliveries.first(where: { $0.id == id })
      else { throw Problem.notFound("delivery") }
      _ = try findOwn(post.id)
      try body(delivery, post)
      try posts.updateTime(post.id, nil)
      try dispatch(.delivery(id))
      return try find(post.id)
    }
  }
}

/// What a person found when they looked at the platform.
package struct Resolution {
  package enum Outcome: String, CaseIterable {
    case published
    /// It is not there: publish it again.
    case publishAgain = "publish_again"
    /// It is not there, and is not to be published.
    case failed

    var state: String {
      switch self {
      case .published: "published"
      case .publishAgain: "scheduled"
      case .failed: "failed"
      }
    }
  }

  let outcome: Outcome
  let remoteID: String?
  let permalink: String?

  /// Reads the body of `POST /v1/deliveries/{id}/resolve`.
  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    let text = fields.string("outcome")
    remoteID = fields.optionalString("remote_id", length: 1...200)
    permalink = fields.optionalString("permalink", length: 1...2048)
    if Outcome(rawValue: text) == nil && !text.isEmpty {
      let known = Outcome.allCases.map(\.rawValue).joined(separator: ", ")
      fields.complain("outcome", "unknown_value", "Expected one of: \(known).")
    }
    try fields.finish()
    outcome = Outcome(rawValue: text) ?? .failed
  }
}
