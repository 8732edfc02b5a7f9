package import Core
internal import Cryptography
package import Database
package import Platforms

/// Connecting an account: to the platform's consent page and back.
package struct Connections {
  private let platforms: Platforms
  private let box: GrantBox
  private let publicURL: String
  private let stateKey: [UInt8]

  /// `publicURL` is where this API is reached from browsers; `stateKey` (32 bytes in base 64) seals `state`.
  package init(_ platforms: Platforms, _ box: GrantBox, publicURL: String, stateKey: String) throws {
    self.platforms = platforms
    self.box = box
    self.publicURL = publicURL
    guard let key = stateKey.split(separator: ",").first.flatMap({ Base64.decode($0) }) else {
      throw CryptographyError.malformed("the state key is not base 64")
    }
    // A key of its own for each purpose, from one secret.
    self.stateKey = HMAC.sha256(key: key, Array("connection state".utf8))
  }

  /// The address of the consent page. What must be known on return is kept in the database, under the id
  /// sealed in `state`; the tenant too comes from there and nowhere else.
  package func begin(
    platform id: String, workspace: UUID, organization: UUID, user: UUID, in session: Session
  )
    throws -> String
  {
    let connector = try connector(id)
    let store = AccountStore(session)
    guard try store.workspaceExists(workspace) else { throw AccountError.unknownWorkspace }
    let attempt = ConnectionAttempt(
      organization: organization, id: .v7(), workspace: workspace, platform: id,
      verifier: Base64.urlEncode(SecureRandom.bytes(32)))
    try store.insertAttempt(attempt, by: user)
    let challenge = Base64.urlEncode(SHA256.hash(Array(attempt.verifier.utf8)))
    let state = try AESGCM.seal(
      organization.bytes + attempt.id.bytes + user.bytes, key: stateKey, context: Array(id.utf8))
    return connector.authorizeURL(
      state: Base64.urlEncode(state), challenge: challenge, redirectURI: redirectURI(id))
  }

  /// Whose trip has come back, told by its `state` alone.
  package func trip(_ answer: ConsentAnswer) throws -> Trip {
    _ = try connector(answer.platform)
    guard let sealed = Base64.urlDecode(answer.state),
      let bytes = try? AESGCM.open(sealed, key: stateKey, context: Array(answer.platform.utf8)),
      bytes.count == 48, let organization = UUID(bytes: Array(bytes[0..<16])),
      let attempt = UUID(bytes: Array(bytes[16..<32])), let user = UUID(bytes: Array(bytes[32..<48]))
    else { throw AccountError.staleState }
    return Trip(platform: answer.platform, organization: organization, user: user, attempt: attempt)
  }

  /// Exchanges the code and stores the account.
  package func complete(_ trip: Trip, _ answer: ConsentAnswer, in session: Session) throws -> Account {
    let connector = try connector(trip.platform)
    let store = AccountStore(session)
    guard let attempt = try store.takeAttempt(trip.attempt, platform: trip.platform) else {
      throw AccountError.staleState
    }
    guard let code = answer.code else { throw AccountError.denied(answer.denial ?? "No code came back.") }
    let granted = try identify(
      connector, code: code, verifier: attempt.verifier, redirectURI: redirectURI(trip.platform))
    let (identity, grant) = (granted.identity, granted.grant)
    let id =
      try store.findID(workspace: attempt.workspace, platform: trip.platform, remoteID: identity.remoteID)
      ?? .v7()
    let sealed = try box.seal(grant, organization: trip.organization, account: id)
    try store.upsert(
      id, organization: trip.organization, workspace: attempt.workspace, platform: trip.platform,
      identity: identity, sealed: sealed, expiresAt: grant.expiresAt)
    guard let account = try store.find([id]).first else { throw AccountError.staleState }
    return account
  }

  private func identify(
    _ connector: any Connector, code: String, verifier: String, redirectURI: String
  ) throws(AccountError) -> GrantedIdentity {
    do throws(PlatformError) {
      let grant = try connector.exchange(code: code, verifier: verifier, redirectURI: redirectURI)
      guard let first = try connector.identities(grant).first else {
        throw PlatformError(
          .permission, code: "no_identity",
          detail: "\(connector.name) names nothing that this person may publish as.")
      }
      return first
    } catch {
      throw AccountError.platform(error)
    }
  }

  private func connector(_ id: String) throws(AccountError) -> any Connector {
    guard let connector = platforms[id] else { throw .unknownPlatform(platforms.all.map(\.id)) }
    return connector
  }

  private func redirectURI(_ platform: String) -> String { "\(publicURL)/v1/accounts/callback/\(platform)" }
}

/// A trip to a consent page, as the sealed `state` tells it on return.
package struct Trip: Sendable {
  package let platform: String
  package let organization: UUID
  package let user: UUID
  let attempt: UUID

  package var scope: Scope { Scope(organization: organization, user: user) }
}
