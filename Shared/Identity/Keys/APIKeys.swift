package import Audit
package import Core
package import Database

/// Making, replacing and revoking API keys.
package struct APIKeys {
  private let store: APIKeyStore
  private let actor: Member
  private let log: AuditLog
  private let notices: SecurityNotices

  /// The session is in a transaction, with the scope of `actor`.
  package init(_ session: Session, by actor: Member, from origin: Origin) {
    store = APIKeyStore(session)
    self.actor = actor
    log = AuditLog(session, origin)
    notices = SecurityNotices(session, from: origin)
  }

  package func create(_ draft: KeyDraft) throws -> IssuedKey {
    try actor.require(.makeKey)
    try requireScopes(draft.scopes)
    if let workspaces = draft.workspaces,
      try !store.containsWorkspaces(workspaces, of: actor.organization)
    {
      throw Problem.invalid([
        FieldError("/workspace_ids", "unknown_workspace", "The organization has no such workspace.")
      ])
    }
    let (id, key) = (UUID.v7(), APIKey.make())
    let json = try store.insert(id, key, draft, by: actor)
    try log.record(
      .apiKeyCreated, in: actor.organization, by: actor.user, on: "api_key:\(id)", after: Self.rights(json))
    try notices.tell(actor.user, .keyMade(Self.name(of: json)), in: actor.organization)
    return IssuedKey(key: key, json: json)
  }

  /// A new key like the old one, which is good for some time more, so that nothing stands still meanwhile.
  package func rotate(_ old: UUID, _ rotation: KeyRotation) throws -> IssuedKey {
    try actor.require(.rotateKey)
    guard let scopes = try store.lockScopes(of: old, in: actor.organization) else {
      throw Problem.notFound("API key")
    }
    try requireScopes(scopes)
    let (id, key) = (UUID.v7(), APIKey.make())
    let json = try store.insertCopy(id, of: old, key, by: actor)
    try store.expire(old, of: actor.organization, after: rotation.overlap)
    try log.record(
      .apiKeyRotated, in: actor.organization, by: actor.user, on: "api_key:\(old)",
      after: [
        "api_key": JSON(describing: id), "overlap_seconds": .integer(rotation.overlap.components.seconds),
      ])
    try notices.tell(actor.user, .keyRotated(Self.name(of: json)), in: actor.organization)
    return IssuedKey(key: key, json: json)
  }

  package func revoke(_ id: UUID) throws {
    try actor.require(.revokeKey)
    guard let name = try store.revoke(id, of: actor.organization) else { throw Problem.notFound("API key") }
    try log.record(
      .apiKeyRevoked, in: actor.organization, by: actor.user, on: "api_key:\(id)",
      before: ["name": .string(name)])
  }

  /// Nobody gives what they do not have.
  private func requireScopes(_ scopes: [Permission]) throws {
    for scope in scopes { try actor.require(scope) }
  }

  private static func name(of json: JSON) -> SecurityNews.KeyName {
    SecurityNews.KeyName(
      name: json["name"]?.string ?? "", prefix: json["prefix"]?.string ?? "",
      scopes: json["scopes"]?.array?.compactMap(\.string) ?? [])
  }

  private static func rights(_ json: JSON) -> JSON {
    let names = ["name", "scopes", "workspace_ids", "allowed_addresses", "expires_at"]
    return .object(JSONObject(names.map { (name: $0, value: json[$0] ?? .null) }))
  }
}

/// A key that was just made.
package struct IssuedKey: Sendable {
  let key: APIKey
  /// What may be stored and shown again.
  package let json: JSON

  /// With the key itself, which is shown this once.
  package var shownOnce: JSON {
    var object = json.object ?? [:]
    object["key"] = .string(key.text)
    return .object(object)
  }
}
