package import Core
package import Database

/// Writes what happened, each event into the chain of its stream: an organization's, or a person's own.
///
/// An event commits with the change it tells of, or not at all. Nobody can change or remove one afterwards without
/// it being seen: see `broken_event` in the schema.
package struct AuditLog {
  private let session: Session
  private let origin: Origin

  package init(_ session: Session, _ origin: Origin) {
    self.session = session
    self.origin = origin
  }

  /// `target` names what was acted on, as `kind:id`. `before` and `after` are personal: they can be erased while
  /// the chain still holds.
  package func record(
    _ action: AuditAction, in stream: UUID, by actor: UUID?, on target: String? = nil, before: JSON? = nil,
    after: JSON? = nil
  ) throws {
    var details: JSONObject = [:]
    if let address = origin.address { details["address"] = .string(address) }
    if let agent = origin.userAgent { details["user_agent"] = .string(agent) }
    if let key = origin.key { details["api_key"] = .string(key) }
    if let before { details["before"] = before }
    if let after { details["after"] = after }
    try session.query(
      """
      select record_event(\(stream), \(UUID.v7()), \(action.rawValue), \(actor), \(target), \(origin.traceID),
        \(JSON.object(details)))
      """)
  }
}

/// Where an act came from.
package struct Origin: Sendable {
  /// The address of the client, as the gateway saw it.
  package let address: String?
  package let userAgent: String?
  package let traceID: String?
  /// The public id of the API key that was sent, if one was.
  package let key: String?

  package init(address: String?, userAgent: String?, traceID: String?, key: String? = nil) {
    self.address = address
    self.userAgent = userAgent.map { String($0.prefix(300)) }
    self.traceID = traceID
    self.key = key
  }

  /// Of what the bundle does by itself.
  package static func job(traceID: String?) -> Origin {
    Origin(address: nil, userAgent: nil, traceID: traceID)
  }
}
