package import Core

/// What a new API key is to be, checked.
package struct KeyDraft: Sendable {
  let name: String
  let scopes: [Permission]
  let workspaces: [UUID]?
  /// Networks in CIDR notation, or single addresses.
  let networks: [String]?
  let expiresAt: Instant?

  package init(_ body: JSON, now: Instant = .now()) throws(Problem) {
    var fields = Fields(of: body)
    name = fields.name("name", length: 1...100)
    scopes = fields.scopes("scopes")
    workspaces = fields.ids("workspace_ids")
    networks = fields.networks("allowed_addresses")
    expiresAt = fields.optionalInstant("expires_at")
    if let expiresAt, expiresAt <= now { fields.complain("expires_at", "past", "This time is over.") }
    if workspaces != nil && scopes.contains(.readAudit) {
      fields.complain(
        "scopes", "conflict", "The audit trail is of the whole organization, not of workspaces.")
    }
    try fields.finish()
  }
}

/// How a key is replaced by a new one.
package struct KeyRotation: Sendable {
  /// How long the old one is still good: a day, unless it is said; a week at most.
  let overlap: Duration

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    let seconds = fields.optionalInteger("overlap_seconds", in: 0...7 * 86_400)
    overlap = .seconds(seconds ?? 86_400)
    try fields.finish()
  }
}

extension Fields {
  fileprivate mutating func scopes(_ name: String) -> [Permission] {
    var scopes: [Permission] = []
    for (value, pointer) in array(name, count: 1...Permission.scopes.count) {
      guard let scope = value.string.flatMap({ Permission(rawValue: $0) }), Permission.scopes.contains(scope)
      else {
        let known = Permission.scopes.map(\.rawValue).joined(separator: ", ")
        add([FieldError(pointer, "unknown_value", "Expected one of \(known).")])
        continue
      }
      if scopes.contains(scope) { add([FieldError(pointer, "repeated", "This scope is named twice.")]) }
      scopes.append(scope)
    }
    return scopes
  }

  fileprivate mutating func ids(_ name: String) -> [UUID]? {
    guard let elements = optionalArray(name, count: 1...100) else { return nil }
    var ids: [UUID] = []
    for (value, pointer) in elements {
      guard let id = value.string.flatMap({ UUID($0) }) else {
        add([FieldError(pointer, "wrong_type", "Expected an id (UUID).")])
        continue
      }
      ids.append(id)
    }
    return ids
  }

  fileprivate mutating func networks(_ name: String) -> [String]? {
    guard let elements = optionalArray(name, count: 1...100) else { return nil }
    var networks: [String] = []
    for (value, pointer) in elements {
      guard let text = value.string, NetworkAddress.isNetwork(text) else {
        add([
          FieldError(pointer, "invalid_network", "Expected an IP address, or a network like 203.0.113.0/24.")
        ])
        continue
      }
      networks.append(text)
    }
    return networks
  }
}
