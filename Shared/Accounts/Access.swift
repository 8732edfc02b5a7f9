internal import Core
internal import Database
package import Platforms

/// An account's access to its platform, for as long as something is done with it.
///
/// That a token was refused does not say that the access is lost: another process may have renewed it, the platform rolled
/// its keys, or its clock differs. What was refused has done nothing, so it is done once more with a renewed token (RFC 6750
/// §3.1), or with the same where nothing renews it. Only a second refusal, or one of the token that renews, is definitive,
/// and only that has the person asked to connect again.
package final class Access {
  private let keeper: TokenKeeper
  private let connector: any Connector
  private let organization: UUID
  private let account: UUID
  private var held: HeldGrant

  /// Of what is stored; with a token that is not nearly over.
  init(
    _ keeper: TokenKeeper, _ sealed: [UInt8], organization: UUID, account: UUID, connector: any Connector
  ) throws {
    self.keeper = keeper
    self.connector = connector
    self.organization = organization
    self.account = account
    held = HeldGrant(
      grant: try keeper.open(sealed, organization: organization, account: account), sealed: sealed)
    try definitively {
      held = try keeper.current(held, organization: organization, account: account, connector: connector)
    }
  }

  /// Does what takes the tokens. `body` may be called twice: it makes one request that has an effect at most, and that one
  /// last.
  package func call<Result>(_ body: (Grant) throws -> Result) throws -> Result {
    do {
      return try body(held.grant)
    } catch {
      guard (error as? PlatformError)?.kind == .reauthorize else { throw error }
      return try definitively {
        try renew()
        return try body(held.grant)
      }
    }
  }

  private func renew() throws {
    do {
      held = try keeper.renewed(held, organization: organization, account: account, connector: connector)
    } catch {
      // Nothing renews it: whether it is really lost, a second answer tells.
      guard (error as? PlatformError)?.code == PlatformError.notRenewable else { throw error }
    }
  }

  /// What is still refused in `body` is told to the person, unless the tokens have been replaced meanwhile.
  private func definitively<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      if let refusal = error as? PlatformError, refusal.kind == .reauthorize {
        try keeper.disconnect(organization, account, refusal, refusing: held.sealed)
      }
      throw error
    }
  }
}

/// Tokens, and how they are stored: sealed anew each time, so that the one names the other.
struct HeldGrant {
  let grant: Grant
  let sealed: [UInt8]
}
