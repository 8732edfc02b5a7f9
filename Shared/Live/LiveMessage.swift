package import Core

/// What a client may say: only that it is still there, so that the gateway does not close an idle connection.
package struct LiveMessage {
  /// Reads `{"action": "ping"}`.
  package init(_ body: [UInt8]) throws(Problem) {
    guard let json = try? JSON(parsing: body), json.repeatedMembers().isEmpty,
      json["action"]?.string == "ping"
    else {
      throw Problem(400, "unknown_action", "Send {\"action\": \"ping\"}, and nothing else.")
    }
  }

  package var answer: JSON { ["type": "pong"] }
}
