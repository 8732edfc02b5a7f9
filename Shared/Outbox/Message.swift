package import Core

/// What a transaction leaves for another function to do. The same type writes the message and reads it.
package protocol Message: Sendable {
  var queue: Queue { get }
  /// Whose it is; nil when it belongs to no organization.
  var organization: UUID? { get }
  /// Of all messages of a queue with the same key, the first one counts.
  var key: String { get }
  /// Nil for at once.
  var notBefore: Instant? { get }
  /// Without the version, which all messages have.
  var body: JSONObject { get }

  /// Nil when the body is none of ours.
  init?(body: JSON)
}

extension Message {
  package var notBefore: Instant? { nil }

  package var json: JSON {
    var members = body
    members["v"] = 1
    return .object(members)
  }

  /// Reads what `json` has written. Nil when the message is none of ours.
  package init?(_ text: String) {
    guard let json = try? JSON(parsing: text), json["v"]?.integer == 1 else { return nil }
    self.init(body: json)
  }
}

extension JSON {
  /// The UUID in a member of the body of a message.
  package func id(_ name: String) -> UUID? { self[name]?.string.flatMap { UUID($0) } }
}
