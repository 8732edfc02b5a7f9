internal import Audit
package import Core
internal import Database

/// The API keys that a person has made, in whatever organization. A new password does not end them, since they are no
/// log-ins: whoever sets one is told which are good, and may end them with it.
struct KeysOfPerson {
  private let store: PersonalKeyStore
  private let log: AuditLog

  /// The session's role may see every person's keys.
  init(_ session: Session, _ log: AuditLog) {
    store = PersonalKeyStore(session: session)
    self.log = log
  }

  func report(on user: UUID) throws -> KeyReport {
    KeyReport(good: try store.listGood(of: user), revoked: 0)
  }

  /// Ends them all when that is wanted.
  func settle(_ user: UUID, ending: Bool) throws -> KeyReport {
    guard ending else { return try report(on: user) }
    let ended = try store.revokeAll(of: user)
    for key in ended {
      try log.record(
        .apiKeyRevoked, in: key.organization, by: user, on: "api_key:\(key.id)",
        before: ["name": .string(key.name)])
    }
    return KeyReport(good: [], revoked: ended.count)
  }
}

/// What has become of a person's API keys with a new password.
package struct KeyReport: Sendable, Equatable {
  /// Those that are good still.
  let good: [KeyOfPerson]
  let revoked: Int

  static let none = KeyReport(good: [], revoked: 0)

  package var json: JSON {
    ["api_keys": .array(good.map(\.json)), "revoked_api_keys": JSON(revoked)]
  }
}

/// An API key, as it is named to who made it.
struct KeyOfPerson: Sendable, Equatable {
  let id: UUID
  let organization: UUID
  let organizationName: String
  let name: String
  /// What the key itself begins with.
  let prefix: String
  let expiresAt: Instant?

  var json: JSON {
    [
      "id": JSON(describing: id), "name": .string(name), "prefix": .string(prefix),
      "organization": ["id": JSON(describing: organization), "name": .string(organizationName)],
      "expires_at": JSON(expiresAt?.description),
    ]
  }

  /// In a message or on a page.
  var line: String { "\(name.oneLine()) (\(prefix)…), of \(organizationName.oneLine())" }
}
