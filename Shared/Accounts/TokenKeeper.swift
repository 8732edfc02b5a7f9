package import Core
package import Database
package import Platforms

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Keeps the tokens of accounts fresh.
package struct TokenKeeper {
  /// How long to wait for somebody else who renews the same account's tokens; then it is tried later.
  private static let patience = Duration.seconds(1)
  private static let pause = Duration.milliseconds(20)

  private let store: AccountStore
  private let session: Session
  private let box: GrantBox

  package init(_ session: Session, _ box: GrantBox) {
    self.session = session
    self.box = box
    store = AccountStore(session)
  }

  /// The grant in a stored row.
  package func open(_ sealed: [UInt8], organization: UUID, account: UUID) throws -> Grant {
    try box.open(sealed, organization: organization, account: account)
  }

  /// The account's access, by what stands in its row.
  package func access(
    _ sealed: [UInt8], organization: UUID, account: UUID, connector: any Connector
  ) throws -> Access {
    try Access(self, sealed, organization: organization, account: account, connector: connector)
  }

  /// The grant, renewed when a fifth or less of its life is left.
  func current(
    _ held: HeldGrant, organization: UUID, account: UUID, connector: any Connector
  ) throws -> HeldGrant {
    guard held.grant.isStale else { return held }
    do {
      return try renewed(held, organization: organization, account: account, connector: connector)
    } catch {
      // As long as the old token is good, a failed refresh is no reason not to publish.
      guard error is PlatformError, let expiresAt = held.grant.expiresAt, expiresAt > .now() + .seconds(60)
      else { throw error }
      return held
    }
  }

  /// The grant, renewed now unless somebody else has done so since it was read.
  ///
  /// One at a time, and saved in the same transaction, since a platform may take the old token back the moment it gives the
  /// new one. Whoever waited reads the new one, and spends no token twice. It is not the row that is locked: a token
  /// endpoint that takes its time would hold up everybody who writes to it, such as who composes a post or queues what is
  /// due.
  func renewed(
    _ held: HeldGrant, organization: UUID, account: UUID, connector: any Connector
  ) throws -> HeldGrant {
    try session.transaction {
      try waitForTurn(account)
      guard let sealed = try store.findCredentials(organization, account) else {
        throw PlatformError(
          .reauthorize, code: "disconnected", detail: "The account is not connected any more.")
      }
      let stored = try box.open(sealed, organization: organization, account: account)
      guard stored.accessToken == held.grant.accessToken else {
        return HeldGrant(grant: stored, sealed: sealed)
      }
      let fresh = try refresh(stored, connector)
      return try replace(
        HeldGrant(grant: stored, sealed: sealed), by: fresh, organization: organization, account: account)
    }
  }

  /// Saves the new grant in the place of that which it was got with. What a new key has sealed anew meanwhile is the same
  /// grant; another is that of who connected the account again, and stays.
  private func replace(_ old: HeldGrant, by fresh: Grant, organization: UUID, account: UUID) throws
    -> HeldGrant
  {
    let sealed = try box.seal(fresh, organization: organization, account: account)
    var replaced = old.sealed
    while try !store.updateCredentials(organization, account, sealed: sealed, fresh, replacing: replaced) {
      guard let other = try store.findCredentials(organization, account) else {
        throw PlatformError(
          .reauthorize, code: "disconnected", detail: "The account is not connected any more.")
      }
      let grant = try box.open(other, organization: organization, account: account)
      guard grant.accessToken == old.grant.accessToken else { return HeldGrant(grant: grant, sealed: other) }
      replaced = other
    }
    return HeldGrant(grant: fresh, sealed: sealed)
  }

  private func waitForTurn(_ account: UUID) throws {
    let start = BootTime.now()
    while try !store.takeRenewal(of: account) {
      guard BootTime.now() - start < Self.patience else {
        throw PlatformError(
          .accessUnavailable, code: "being_renewed",
          detail: "The access to the account is being renewed.")
      }
      usleep(UInt32(Self.pause.microseconds))
    }
  }

  /// A token endpoint that fails, or whose answer is not understood, says nothing of the access, and it holds up this
  /// account and no other. A request for tokens whose answer was lost has published nothing.
  private func refresh(_ grant: Grant, _ connector: any Connector) throws(PlatformError) -> Grant {
    do {
      return try connector.refresh(grant)
    } catch {
      switch error.kind {
      case .reauthorize, .permission, .application: throw error
      default:
        throw PlatformError(
          .accessUnavailable, code: error.code, detail: error.detail, status: error.status)
      }
    }
  }

  /// Only a definitive refusal leads here. `sealed` is what was refused: whoever connected the account again meanwhile is
  /// left alone.
  func disconnect(_ organization: UUID, _ account: UUID, _ refusal: PlatformError, refusing sealed: [UInt8])
    throws
  {
    try store.markReconnect(organization, account, refusal, refusing: sealed)
  }
}

extension Grant {
  /// Whether a fifth or less of its life is left.
  fileprivate var isStale: Bool {
    guard let expiresAt else { return false }
    return .now() > expiresAt + .microseconds(-(expiresAt - obtainedAt).microseconds / 5)
  }
}
