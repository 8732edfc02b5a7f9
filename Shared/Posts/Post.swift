package import Core
internal import Database
package import Platforms

/// A post as it stands, with its deliveries and what was tried for each.
package struct Post: Sendable {
  package let id: UUID
  package let workspace: UUID
  package let author: UUID
  package let content: Content
  package let scheduledAt: Instant?
  package let state: String
  package let version: Int
  private let createdAt: Instant
  private let updatedAt: Instant
  package internal(set) var deliveries: [Delivery] = []

  init(_ row: Row) throws {
    id = try row.value("id")
    workspace = try row.value("workspace_id")
    author = try row.value("author_id")
    content = Content(stored: try row.value("content"))
    scheduledAt = try row.optional("scheduled_at")
    state = try row.value("state")
    version = try row.value("version")
    createdAt = try row.value("created_at")
    updatedAt = try row.value("updated_at")
  }

  /// Changes with every change that a person makes: what `If-Match` compares.
  package var etag: String { "\"\(version)\"" }

  /// Whether something of it goes out at a time that it has.
  package var isPlanned: Bool { deliveries.contains { ["scheduled", "queued"].contains($0.state) } }

  package var json: JSON {
    [
      "id": JSON(describing: id), "workspace_id": JSON(describing: workspace),
      "author_id": JSON(describing: author), "state": .string(state), "version": JSON(version),
      "content": content.json, "scheduled_at": JSON(describing: scheduledAt),
      "created_at": JSON(describing: createdAt), "updated_at": JSON(describing: updatedAt),
      "deliveries": .array(deliveries.map { $0.json(of: content) }),
    ]
  }
}

/// The post on one account.
package struct Delivery: Sendable {
  package let id: UUID
  package let post: UUID
  package let account: UUID
  package let platform: String
  package let state: String
  /// Where people see it.
  package let permalink: String?
  package let remoteID: String?
  /// Whether the id is what a person said, and no platform has confirmed that it is this delivery's.
  package let isClaimed: Bool
  package let variant: JSON
  /// How many of its parts (the post, its comment, the parts of a thread) are out.
  package let stepsOut: Int
  /// Why the rest of it is not out; nil when all of it is, or nothing.
  private let rest: Rest?
  private let members: JSONObject
  package internal(set) var attempts: [JSON] = []

  init(_ row: Row) throws {
    id = try row.value("id")
    post = try row.value("post_id")
    account = try row.value("account_id")
    state = try row.value("state")
    variant = try row.value("variant")
    platform = try row.value("platform")
    permalink = try row.optional("permalink")
    remoteID = try row.optional("remote_id")
    isClaimed = try row.value("is_claimed")
    stepsOut = try row.value("steps_out")
    rest = try Rest(row)
    let removedAt: Instant? = try row.optional("removed_at")
    let dueAt: Instant? = try row.optional("due_at")
    let publishedAt: Instant? = try row.optional("published_at")
    let risks: JSON? = try row.optional("risks")
    members = [
      "id": JSON(describing: id), "account_id": JSON(describing: account), "platform": .string(platform),
      "state": .string(state), "variant": variant, "due_at": JSON(describing: dueAt),
      "published_at": JSON(describing: publishedAt), "remote_id": JSON(remoteID),
      "permalink": JSON(permalink), "removed_at": JSON(describing: removedAt),
      "error": try Self.error(row), "risks": risks ?? [], "waiting_for": try Wait(row)?.json ?? .null,
    ]
  }

  /// Whether people see, or have seen, something of it: that is a fact, which no edit changes.
  package var isOut: Bool { ["published", "removing", "removed"].contains(state) || stepsOut > 0 }

  /// `base` is the content of its post.
  func json(of base: Content) -> JSON {
    var members = members
    members["warning"] = rest?.json(of: base.applying(variant: variant)) ?? .null
    members["attempts"] = .array(attempts)
    return .object(members)
  }

  private static func error(_ row: Row) throws -> JSON {
    guard let code: String = try row.optional("error_code") else { return .null }
    return [
      "code": .string(code), "detail": JSON(try row.optional("error_detail")),
      "remedy": JSON(PlatformError.remedy(for: code)),
    ]
  }
}
