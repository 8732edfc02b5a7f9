package import Accounts
package import Core
package import Database
package import Identity
package import Platforms
internal import Posts

/// Asks a platform about the id that a person names, before it is believed: an id that is not this account's, is another
/// delivery's, or is older than the attempt, would let one person act on what is another's.
///
/// Not in a transaction: a platform may take its time, and a token that was renewed meanwhile must be kept whatever becomes
/// of the request.
package struct Witness {
  /// Clocks differ, and some platforms tell whole seconds.
  private static let tolerance = Duration.seconds(-2)

  private let store: WitnessStore
  private let posts: PostStore
  private let keeper: TokenKeeper
  private let platforms: Platforms
  private let member: Member

  /// The session has the scope of `member`.
  package init(_ session: Session, _ platforms: Platforms, _ box: GrantBox, for member: Member) {
    store = WitnessStore(session: session)
    posts = PostStore(session)
    keeper = TokenKeeper(session, box)
    self.platforms = platforms
    self.member = member
  }

  /// Throws when the platform says that it is not so, or says nothing now. What is in no state to be resolved is left to
  /// who resolves it.
  package func ask(about resolution: Resolution, of delivery: UUID) throws -> Testimony {
    guard let post = try posts.find(delivery: delivery) else { throw Problem.notFound("delivery") }
    try member.require(.resolveDelivery, of: post.author)
    guard let unresolved = try store.find(delivery), let connector = platforms[unresolved.target.platform],
      let id = try resolution.claim(on: connector, after: unresolved.target.posted.count).id
    else { return .none }
    guard try !store.isTaken(id.text, besides: unresolved.target) else {
      throw PostError.claimOfAnotherDelivery
    }
    // Platforms are asked about posts, not about comments and parts.
    guard unresolved.target.posted.isEmpty else { return .none }
    guard unresolved.isConnected else {
      throw PostError.notConfirmableNow(
        PlatformError(
          .reauthorize, code: "disconnected",
          detail: "\(unresolved.target.identity.name) must be connected again to be asked about."))
    }
    switch try look(for: id, unresolved.target, connector) {
    case .none: throw PostError.claimNotOnAccount(unresolved.target.identity.name)
    case .found(let madeAt?, _) where madeAt < unresolved.startedAt + Self.tolerance:
      throw PostError.claimBeforeAttempt
    case .found(_, let permalink): return .confirmed(permalink: permalink.flatMap { connector.address($0) })
    case .untold: return .none
    }
  }

  private func look(for id: RemoteID, _ target: DeliveryTarget, _ connector: any Connector) throws -> Sighting
  {
    do {
      return try target.access(keeper, connector).call { try connector.find(id, of: target.publication($0)) }
    } catch {
      guard let refusal = error as? PlatformError else { throw error }
      throw PostError.notConfirmableNow(refusal)
    }
  }
}
