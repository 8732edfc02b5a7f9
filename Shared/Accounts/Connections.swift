package import Audit
package import Core
internal import Cryptography
package import Database
package import Identity
package import Platforms

/// Connecting accounts: to the platform's consent page, back, and the choice among what the person may publish as.
package struct Connections {
  let platforms: Platforms
  private let box: GrantBox
  private let publicURL: String
  let seal: TripSeal

  /// `publicURL` is where this API is reached from browsers; `stateKey` (32 bytes in base 64) seals `state`.
  package init(_ platforms: Platforms, _ box: GrantBox, publicURL: String, stateKey: String) throws {
    self.platforms = platforms
    self.box = box
    self.publicURL = publicURL
    seal = try TripSeal(stateKey)
  }

  /// The address of the consent page with the trip's `state`, and the secret that the cookie of the browser has to hold
  /// when it comes back. What
  /// must be known on return is kept in the database, under the id sealed in `state`; the tenant too comes from there and
  /// nowhere else.
  package func begin(
    platform id: String, workspace: UUID, by beginner: Beginner, in session: Session
  ) throws -> (url: String, state: String, secret: String) {
    let connector = try connector(id)
    let store = AccountStore(session)
    guard try store.workspaceExists(workspace) else { throw AccountError.unknownWorkspace }
    let attempt = ConnectionAttempt(
      id: .v7(), workspace: workspace, platform: id, verifier: Base64.urlEncode(SecureRandom.bytes(32)))
    let secret = Base64.urlEncode(SecureRandom.bytes(32))
    try store.insertAttempt(attempt, by: beginner, browser: Self.digest(secret))
    let challenge = Base64.urlEncode(SHA256.hash(Array(attempt.verifier.utf8)))
    let trip = Trip(
      platform: id, organization: beginner.organization, user: beginner.user, attempt: attempt.id)
    let state = try seal.seal(trip, for: .consent)
    let url = connector.authorizeURL(state: state, challenge: challenge, redirectURI: redirectURI(id))
    return (url, state, secret)
  }

  private static func digest(_ secret: String) -> [UInt8] { SHA256.hash(Array(secret.utf8)) }

  /// Whose trip has come back, told by its `state` alone.
  package func trip(_ answer: ConsentAnswer) throws -> Trip {
    _ = try connector(answer.platform)
    return try seal.open(answer.state, platform: answer.platform, for: .consent)
  }

  /// Exchanges the code for what the person may publish as. In another browser than the one that began nothing is: else
  /// somebody could have another's account connected to their own workspace, or theirs to another's. Whoever began must
  /// still be allowed to; if not, what the platform granted is given back.
  package func arrive(_ trip: Trip, _ answer: ConsentAnswer, in session: Session) throws -> Choice {
    let connector = try connector(trip.platform)
    guard
      let (open, verifier) = try AccountStore(session).takeAttempt(
        trip.attempt, platform: trip.platform, browser: Self.digest(answer.secret))
    else { throw AccountError.staleState }
    guard let code = answer.code else { throw AccountError.denied(answer.denial ?? "No code came back.") }
    let (grant, granted) = try identities(
      connector, code: code, verifier: verifier, redirectURI: redirectURI(trip.platform))
    let back = TripReturn(session, open)
    let isKept = try session.transaction {
      // After the exchange, which takes a while.
      guard let beginner = try back.allowedBeginner() else { return false }
      try keep(granted, open, beginner, in: session)
      return true
    }
    guard isKept else {
      if try !back.isInUse(granted.map(\.identity.remoteID)) { try? connector.revoke(grant) }
      throw AccountError.notAllowedAnyMore
    }
    return try choice(trip, in: session)
  }

  private func keep(_ granted: [GrantedIdentity], _ trip: OpenTrip, _ beginner: Beginner, in session: Session)
    throws
  {
    let store = ChoiceStore(session: session)
    for candidate in granted {
      let id = try store.findAccount(trip, remoteID: candidate.identity.remoteID) ?? .v7()
      let sealed = try box.seal(candidate.grant, organization: beginner.organization, account: id)
      try store.insert(id, trip, by: beginner, candidate, sealed: sealed)
    }
  }

  private func identities(
    _ connector: any Connector, code: String, verifier: String, redirectURI: String
  ) throws(AccountError) -> (Grant, [GrantedIdentity]) {
    do throws(PlatformError) {
      let grant = try connector.exchange(code: code, verifier: verifier, redirectURI: redirectURI)
      let identities = try connector.publishable(granted(connector, grant))
      guard !identities.isEmpty else {
        throw PlatformError(
          .permission, code: "no_identity",
          detail: "\(connector.name) names nothing that this person may publish as.")
      }
      return (grant, identities)
    } catch {
      throw AccountError.platform(error)
    }
  }

  /// A token that has just been given may not be known everywhere yet: what is refused is asked for once more.
  private func granted(_ connector: any Connector, _ grant: Grant) throws(PlatformError) -> [GrantedIdentity]
  {
    do {
      return try connector.grantedIdentities(grant)
    } catch {
      guard error.kind == .reauthorize else { throw error }
      return try connector.grantedIdentities(grant)
    }
  }

  func connector(_ id: String) throws(AccountError) -> any Connector {
    guard let connector = platforms[id] else { throw .unknownPlatform(platforms.all.map(\.id)) }
    return connector
  }

  private func redirectURI(_ platform: String) -> String { "\(publicURL)/v1/accounts/callback/\(platform)" }
}

/// The second half: the choice.
extension Connections {
  /// Whose choice a token of `Choice` stands for.
  package func trip(choosing token: String) throws -> Trip { try seal.open(token, for: .choice) }

  /// What there is to choose from. Throws `staleState` when it was chosen already or is too old.
  package func choice(_ trip: Trip, in session: Session) throws -> Choice {
    let candidates = try ChoiceStore(session: session).list(trip.attempt, platform: trip.platform)
    guard !candidates.isEmpty else { throw AccountError.staleState }
    return Choice(token: try seal.seal(trip, for: .choice), platform: trip.platform, candidates: candidates)
  }

  /// Connects what was chosen, once, as long as whoever began may still connect accounts; if not, nothing is left to
  /// choose from.
  package func choose(_ ids: [UUID], of trip: Trip, in session: Session, _ log: AuditLog) throws -> [Account]
  {
    let store = ChoiceStore(session: session)
    var refused: [RefusedChoice] = []
    let accounts = try session.transaction { () -> [Account] in
      guard let open = try store.findTrip(trip.attempt, platform: trip.platform) else {
        throw AccountError.staleState
      }
      guard try TripReturn(session, open).allowedBeginner() != nil else {
        refused = try store.listRefused(trip.attempt)
        try store.delete(trip.attempt)
        return []
      }
      return try connect(ids, of: trip, in: session, log)
    }
    guard refused.isEmpty else {
      try giveBack(refused, trip, in: session)
      throw AccountError.notAllowedAnyMore
    }
    return accounts
  }

  private func connect(_ ids: [UUID], of trip: Trip, in session: Session, _ log: AuditLog) throws -> [Account]
  {
    let store = ChoiceStore(session: session)
    let candidates = try store.list(trip.attempt, platform: trip.platform)
    let chosen = candidates.map(\.id).filter { ids.contains($0) }
    guard !chosen.isEmpty, chosen.count == Set(ids).count else { throw AccountError.wrongChoice }
    try store.connect(trip.attempt, chosen)
    try store.delete(trip.attempt)
    let accounts = try AccountStore(session).find(chosen)
    for account in accounts {
      try log.record(
        .accountConnected, in: trip.organization, by: trip.user, on: "account:\(account.id)",
        after: ["platform": .string(account.platform), "name": .string(account.name)])
    }
    return accounts
  }

  /// Identities of one consent often share its tokens: each token is given back once.
  private func giveBack(_ refused: [RefusedChoice], _ trip: Trip, in session: Session) throws {
    guard try !AccountStore(session).isInUse(refused.map(\.remoteID), platform: trip.platform) else {
      return
    }
    let connector = try connector(trip.platform)
    var given: Set<String> = []
    for choice in refused {
      guard let grant = try? box.open(choice.sealed, organization: trip.organization, account: choice.id),
        given.insert(grant.refreshToken ?? grant.accessToken).inserted
      else { continue }
      try? connector.revoke(grant)
    }
  }
}

/// What a person may connect after the consent page.
package struct Choice {
  /// Names this choice in `POST /v1/accounts/choices/{token}`; good for 15 minutes.
  package let token: String
  package let platform: String
  package let candidates: [Candidate]

  package var json: JSON {
    [
      "choice": .string(token), "platform": .string(platform),
      "candidates": .array(candidates.map(\.json)),
    ]
  }
}
