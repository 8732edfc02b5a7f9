package import Audit
package import Core
package import Database
package import Identity
package import Platforms

/// What people do with accounts that are connected: look at their health, disconnect them.
package struct AccountKeeper {
  private let session: Session
  private let store: AccountStore
  private let keeper: TokenKeeper
  private let platforms: Platforms

  package init(_ session: Session, _ connections: Connections, _ box: GrantBox) {
    self.session = session
    store = AccountStore(session)
    keeper = TokenKeeper(session, box)
    platforms = connections.platforms
  }

  /// Asks the platform whether the account may still be published as, and keeps the answer.
  package func check(_ id: UUID, by member: Member) throws -> Account {
    try member.require(.checkAccount)
    let organization = member.organization
    let account = try find(id)
    guard let connector = platforms[account.platform] else {
      throw AccountError.unknownPlatform(platforms.all.map(\.id))
    }
    do {
      let remoteID = try store.remoteID(id)
      let access = try access(id, organization, connector)
      try access.call { try connector.verify($0, remoteID: remoteID) }
      try store.markHealthy(organization, id)
      // What the person has changed on the platform since. That it does not tell is no reason to doubt the account.
      let told = try? access.call { grant in
        var told = grant
        told.scopes = try connector.grantedScopes(grant)
        return told
      }
      if let told, told.scopes != nil { try store.updateScopes(organization, id, told) }
    } catch {
      guard let refusal = error as? PlatformError else { throw error }
      guard refusal.isDefinitive else { throw AccountError.platform(refusal) }
      try store.markReconnect(organization, id, refusal)
    }
    return try find(id)
  }

  /// What the account may choose from for its options, as its platform says now.
  package func choices(_ id: UUID, organization: UUID) throws -> [OptionChoices] {
    let account = try find(id)
    guard let connector = platforms[account.platform] else {
      throw AccountError.unknownPlatform(platforms.all.map(\.id))
    }
    do {
      let access = try access(id, organization, connector)
      return try access.call { try connector.choices($0) }
    } catch {
      guard let refusal = error as? PlatformError else { throw error }
      throw AccountError.platform(refusal)
    }
  }

  /// Takes our access back at the platform and forgets the tokens. Posts, their permalinks and figures stay, and
  /// connecting the same identity again goes on with them.
  package func disconnect(_ id: UUID, force: Bool, by member: Member, _ log: AuditLog) throws {
    try member.require(.disconnectAccount)
    let organization = member.organization
    let account = try find(id)
    guard account.state != "disconnected" else { throw Problem.notFound("account") }
    let planned = try store.countPlanned(id)
    guard force || planned == 0 else { throw AccountError.plannedPosts(planned) }
    try revoke(account, organization)
    try session.transaction {
      guard try store.disconnect(id) else { throw Problem.notFound("account") }
      try log.record(
        .accountDisconnected, in: organization, by: member.user, on: "account:\(id)",
        before: ["platform": .string(account.platform), "name": .string(account.name)])
    }
  }

  /// What was granted for several accounts is given back with the last of them, and what an identity has granted with the
  /// last account of it, whoever else has connected it. A platform that cannot be reached, or has taken its access back
  /// itself, is no reason to keep the tokens.
  private func revoke(_ account: Account, _ organization: UUID) throws {
    if let connection = account.connection, try store.isShared(connection, besides: account.id) { return }
    let remoteID = try store.remoteID(account.id)
    guard try !store.isInUse([remoteID], platform: account.platform, besides: account.id),
      let connector = platforms[account.platform],
      let sealed = try store.credentials(account.id),
      let grant = try? keeper.open(sealed, organization: organization, account: account.id)
    else { return }
    try? connector.revoke(grant)
  }

  private func access(_ id: UUID, _ organization: UUID, _ connector: any Connector) throws -> Access {
    guard let sealed = try store.credentials(id) else { throw Problem.notFound("account") }
    return try keeper.access(sealed, organization: organization, account: id, connector: connector)
  }

  private func find(_ id: UUID) throws -> Account {
    guard let account = try store.find([id]).first else { throw Problem.notFound("account") }
    return account
  }
}

extension Connector {
  /// Throws when the grant does not speak for the identity any more.
  fileprivate func verify(_ grant: Grant, remoteID: String) throws(PlatformError) {
    guard try identities(grant).contains(where: { $0.identity.remoteID == remoteID }) else {
      throw PlatformError(
        .permission, code: "identity_lost", detail: "\(name) does not let this person publish as it any more."
      )
    }
  }
}
