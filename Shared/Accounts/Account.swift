package import Core
internal import Database
internal import Platforms

/// A connected identity, without its tokens.
package struct Account: Sendable {
  package let id: UUID
  package let workspace: UUID
  package let platform: String
  package let name: String
  package let state: String
  /// The trip to the consent page that brought its tokens.
  let connection: UUID?
  private let members: JSONObject

  package var json: JSON { .object(members) }

  static let columns: StaticString = """
    id, workspace_id, platform, name, kind, state, connection_id, token_expires_at, limited_until, error_code,
    error_detail, created_at
    """

  init(_ row: Row) throws {
    id = try row.value("id")
    workspace = try row.value("workspace_id")
    platform = try row.value("platform")
    name = try row.value("name")
    state = try row.value("state")
    connection = try row.optional("connection_id")
    let expiresAt: Instant? = try row.optional("token_expires_at")
    let limitedUntil: Instant? = try row.optional("limited_until")
    let createdAt: Instant = try row.value("created_at")
    let errorCode: String? = try row.optional("error_code")
    let problem: JSON = [
      "code": JSON(errorCode), "detail": JSON(try row.optional("error_detail")),
      "remedy": JSON(errorCode.flatMap { PlatformError.remedy(for: $0) }),
    ]
    members = [
      "id": JSON(describing: id), "workspace_id": JSON(describing: workspace), "platform": .string(platform),
      "name": .string(name), "kind": .string(try row.value("kind")), "state": .string(state),
      "token_expires_at": JSON(describing: expiresAt),
      "limited_until": JSON(describing: limitedUntil.flatMap { $0 > .now() ? $0 : nil }),
      "error": errorCode == nil ? .null : problem, "created_at": JSON(describing: createdAt),
    ]
  }
}
