package import Core
package import Database
package import Platforms

/// A connected identity, without its tokens.
package struct Account: Sendable {
  package let id: UUID
  package let workspace: UUID
  package let platform: String
  package let name: String
  package let state: String
  /// The trip to the consent page that brought its tokens.
  let connection: UUID?
  /// Until when its platform takes nothing more from it.
  let limitedUntil: Instant?
  let tokenExpiresAt: Instant?
  /// Whether its token could not be renewed the last time.
  let isRenewalFailing: Bool
  /// Why it must be connected again.
  let errorDetail: String?
  /// What it cannot be used for, since the person has not granted it.
  package let missing: [MissingPermission]
  private let members: JSONObject

  package var json: JSON { .object(members) }

  static let columns: StaticString = """
    id, workspace_id, platform, name, kind, state, connection_id, token_expires_at, limited_until, error_code,
    error_detail, renewal_failed_at, granted_scopes, created_at
    """

  package init(_ row: Row) throws {
    id = try row.value("id")
    workspace = try row.value("workspace_id")
    platform = try row.value("platform")
    name = try row.value("name")
    state = try row.value("state")
    connection = try row.optional("connection_id")
    tokenExpiresAt = try row.optional("token_expires_at")
    limitedUntil = try row.optional("limited_until")
    let failedAt: Instant? = try row.optional("renewal_failed_at")
    isRenewalFailing = failedAt != nil
    errorDetail = try row.optional("error_detail")
    let createdAt: Instant = try row.value("created_at")
    let kind: String = try row.value("kind")
    let granted = Grant.scopes(stored: try row.optional("granted_scopes"))
    missing = state == "disconnected" ? [] : ScopeTable.of(platform)?.missing(granted, as: kind) ?? []
    let lost = missing.first?.error
    let errorCode: String? = try row.optional("error_code") ?? lost?.apiCode
    let problem: JSON = [
      "code": JSON(errorCode), "detail": JSON(errorDetail ?? missing.first?.explanation),
      "remedy": JSON(errorCode.flatMap { PlatformError.remedy(for: $0) }),
    ]
    members = [
      "id": JSON(describing: id), "workspace_id": JSON(describing: workspace), "platform": .string(platform),
      "name": .string(name), "kind": .string(kind), "state": .string(state),
      "token_expires_at": JSON(describing: tokenExpiresAt),
      "limited_until": JSON(describing: limitedUntil.flatMap { $0 > .now() ? $0 : nil }),
      "error": errorCode == nil ? .null : problem,
      "missing_permissions": .array(missing.map(\.json)), "created_at": JSON(describing: createdAt),
    ]
  }
}

/// What the account itself means for a post; complaints point to `pointer`.
extension Account {
  package func violations(of content: Content, at pointer: String) -> [FieldError] {
    guard state != "connected" else { return lacks(for: content, at: pointer) }
    let reason = errorDetail.map { " \($0)" } ?? ""
    return [FieldError(pointer, "account_\(state)", "\(name) must be connected again.\(reason)")]
  }

  /// What the person has not granted and the content needs.
  private func lacks(for content: Content, at pointer: String) -> [FieldError] {
    missing.filter { content.needs($0.use) }.map {
      FieldError(pointer, "permission_missing", "\(name): \($0.detail)")
    }
  }

  /// What may become of a post that is due at `time`, or at once.
  package func warnings(at pointer: String, for time: Instant?) -> [FieldError] {
    let due = max(time ?? .now(), .now())
    var warnings: [FieldError] = []
    if let limitedUntil, limitedUntil > due {
      let detail = "Its platform takes nothing from \(name) before \(limitedUntil): the post will be late."
      warnings.append(FieldError(pointer, "account_limited", detail))
    }
    if isRenewalFailing, let tokenExpiresAt, tokenExpiresAt < due {
      let detail = "The access to \(name) ends at \(tokenExpiresAt): connect it again before that."
      warnings.append(FieldError(pointer, "access_ends", detail))
    }
    return warnings
  }
}
