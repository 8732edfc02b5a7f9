package import Core
internal import Database
internal import Identity
internal import MediaLibrary
internal import Outbox
internal import Platforms
package import Posts

extension Planner {
  /// Tries a failed or missed delivery again, now; of one that is partly out, the rest. The others of its post are not
  /// touched.
  package func retry(delivery id: UUID) throws -> Post {
    try change(delivery: id, by: .retryDelivery) { delivery, post in
      guard try deliveries.retry(id) else { throw PostError.notRetryable(delivery.state) }
      try requestVariants(afresh: delivery, post.content)
    }
  }

  /// Has what was published taken down. Where only people can, throws what they have to do.
  package func takeDown(delivery id: UUID) throws -> Post {
    try change(delivery: id, by: .takeDown) { delivery, post in
      if delivery.isClaimed { try member.require(.takeDownUnconfirmed, of: post.author) }
      if delivery.state == "published", let reason = rules[delivery.platform]?.removalByPeople {
        throw PostError.onlyByPeople(reason, permalink: delivery.permalink)
      }
      guard let hint = try deliveries.takeDown(id) else { throw PostError.notRemovable(delivery.state) }
      try OutboxStore(session).insert(hint)
    }
  }

  /// Settles by a person's word what could not be read back. `testimony` is what the platform said of it.
  package func resolve(delivery id: UUID, _ resolution: Resolution, _ testimony: Testimony = .none) throws
    -> Post
  {
    try change(delivery: id, by: .resolveDelivery) { delivery, post in
      guard delivery.state == "needs_review", let connector = rules[delivery.platform] else {
        throw PostError.notResolvable(delivery.state)
      }
      let content = post.content.applying(variant: delivery.variant)
      let claim = try resolution.claim(on: connector, after: delivery.stepsOut)
      let state = try resolution.state(after: delivery.stepsOut, of: connector.steps(of: content))
      do {
        let isSettled =
          delivery.stepsOut > 0
          ? try deliveries.resolveRest(id, as: state, by: member.user, claim.id?.text)
          : try deliveries.resolve(
            id, as: state, by: member.user, claim.id?.text, at: claim.permalink, testimony)
        guard isSettled else { throw PostError.notResolvable(delivery.state) }
      } catch DatabaseError.constraint(.unique, name: "delivery_account_remote") {
        throw PostError.claimOfAnotherDelivery
      }
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

  func change(delivery id: UUID, by act: Act, _ body: (Delivery, Post) throws -> Void) throws -> Post {
    try session.transaction {
      guard let post = try posts.find(delivery: id),
        let delivery = post.deliveries.first(where: { $0.id == id })
      else { throw Problem.notFound("delivery") }
      try member.require(act, of: post.author)
      try body(delivery, post)
      try posts.updateTime(post.id, nil)
      try dispatch(.delivery(id))
      return try find(post.id)
    }
  }
}
