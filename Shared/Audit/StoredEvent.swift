package import Core
internal import Database

/// One event of the audit trail.
package struct StoredEvent: Sendable {
  package let sequence: Int64
  package let id: UUID
  package let occurredAt: Instant
  package let action: String
  package let actor: UUID?
  package let target: String?
  package let traceID: String?
  /// Null when it was erased.
  package let content: JSON

  init(_ row: Row) throws {
    sequence = try row.value("sequence")
    id = try row.value("id")
    occurredAt = try row.value("occurred_at")
    action = try row.value("action")
    actor = try row.optional("actor_id")
    target = try row.optional("target")
    traceID = try row.optional("trace_id")
    content = try row.optional("content") ?? .null
  }

  package var json: JSON {
    [
      "sequence": .integer(sequence), "id": JSON(describing: id), "occurred_at": JSON(describing: occurredAt),
      "action": .string(action), "actor_id": JSON(actor?.description), "target": JSON(target),
      "trace_id": JSON(traceID), "address": content["address"] ?? .null,
      "user_agent": content["user_agent"] ?? .null, "before": content["before"] ?? .null,
      "after": content["after"] ?? .null,
    ]
  }
}
