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

  /// The grant, renewed when a fifth or less of its life is left.
  package func current(
    _ grant: Grant, organization: UUID, account: UUID, connector: any Connector
  ) throws -> Grant {
    guard grant.isStale else { return grant }
    do {
      return try renewed(grant, organization: organization, account: account, connector: connector)
    } catch {
      // As long as the old token is good, a failed refresh is no reason not to publish.
      guard error is PlatformError, let expiresAt = grant.expiresAt, expiresAt > .now() + .seconds(60) else {
        throw error
      }
      return grant
    }
  }

  /// The grant, renewed now unless somebody else has done so since `grant` was read.
  ///
  /// Serialised by the row's lock and saved in the same transaction, since a platform may take the old token back
  /// the moment it gives the new one. Whoever waited for the lock reads the new one, and spends no token twice.
  func renewed(
    _ grant: Grant, organization: UUID, account: UUID, connector: any Connector
  ) throws -> Grant {
    try session.transaction {
      let store = AccountStore(session)
      guard let sealed = try store.lockCredentials(organization, account) else {
        throw PlatformError(
          .reauthorize, code: "disconnected", detail: "The account is not connected any more.")
      }
      let stored = try box.open(sealed, organization: organization, account: account)
      guard stored.accessToken == grant.accessToken else { return stored }
      let fresh = try connector.refresh(stored)
      try store.updateCredentials(
        organization, account, sealed: box.seal(fresh, organization: organization, account: account), fresh)
      return fresh
    }
  }
}

extension Grant {
  /// Whether a fifth or less of its life is left.
  fileprivate var isStale: Bool {
    guard let expiresAt else { return false }
    return .now() > expiresAt + .microseconds(-(expiresAt - obtainedAt).microseconds / 5)
  }
}
