package import Core
package import Database
internal import Posts

/// Tells every connection of an organization what has changed.
package struct LivePush {
  private let connections: LiveConnectionStore
  private let client: ConnectionsClient

  /// The session's role may see the connections of every organization.
  package init(_ session: Session, _ client: ConnectionsClient) {
    connections = LiveConnectionStore(session)
    self.client = client
  }

  /// Connections that have ended are forgotten. One that cannot be reached does not keep the news from the others:
  /// a client that missed something asks for the list when it connects again.
  package func send(_ message: JSON, to organization: UUID) throws -> LivePushResult {
    let body = message.encoded()
    var sent = 0
    var failures: [String] = []
    for connection in try connections.list(of: organization) {
      do throws(ConnectionsError) {
        guard try client.send(body, to: connection) else {
          try? connections.delete(connection)
          continue
        }
        sent += 1
      } catch {
        failures.append(error.reason)
      }
    }
    return LivePushResult(sent: sent, failures: failures)
  }
}

/// How many connections were told.
package struct LivePushResult: Sendable {
  let sent: Int
  let failures: [String]

  package var counts: JSONObject {
    ["sent": JSON(sent), "failed": JSON(failures.count), "reason": JSON(failures.first)]
  }
}
