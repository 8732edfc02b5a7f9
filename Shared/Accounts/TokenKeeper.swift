package import Core
package import Database
package import Platforms

/// Keeps the tokens of accounts fresh.
package struct TokenKeeper {
  private let session: Session
  private let box: GrantBox

  package init(_ session: Session, _ box: GrantBox) {
    self.session = session
    self.box = box
  }

  /// The grant in a stored row.
  package func open(_ sealed: [UInt8], organization: UUID, account: UUID) throws -> Grant {
    try box.open(sealed, organization: organization, account: account)
  }

  /// The grant, refreshed when a fifth or less of its life is left.
  ///
  /// Refreshing is serialised by the row's lock and saved in the same transaction, since a platform may take
  /// the old token back the moment it gives the new one. Whoever waited for the lock reads the new one.
  package func current(
    _ grant: Grant, organization: UUID, account: UUID, connector: any Connector
  ) throws -> Grant {
    guard isStale(grant) else { return grant }
    return try session.transaction {
      let store = AccountStore(session)
      guard let sealed = try store.lockCredentials(organization, account) else {
        throw PlatformError(
          .reauthorize, code: "disconnected", detail: "The account is not connected any more.")
      }
      let stored = try box.open(sealed, organization: organization, account: account)
      guard isStale(stored) else { return stored }
      let fresh: Grant
      do {
        fresh = try connector.refresh(stored)
      } catch {
        // As long as the old token is good, a failed refresh is no reason not to publish.
        if let expiresAt = stored.expiresAt, expiresAt > .now() + .seconds(60) { return stored }
        throw error
      }
      try store.updateCredentials(
        organization, account, sealed: box.seal(fresh, organization: organization, account: account),
        expiresAt: fresh.expiresAt)
      return fresh
    }
  }

  private func isStale(_ grant: Grant) -> Bool {
    guard let expiresAt = grant.expiresAt else { return false }
    let life = expiresAt - grant.obtainedAt
    return .now() > expiresAt + .microseconds(-life.microseconds / 5)
  }
}
