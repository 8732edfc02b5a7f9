package import Core
package import Database
package import Posts

/// Tells every connection of an organization what has changed, and closes those behind which nobody is any more who may
/// see it.
package struct LivePush {
  private let connections: LiveConnectionStore
  private let posts: PostStore
  private let client: ConnectionsClient

  /// The session's role may see the connections of every organization.
  package init(_ session: Session, _ client: ConnectionsClient) {
    connections = LiveConnectionStore(session)
    posts = PostStore(session)
    self.client = client
  }

  /// Throws when a connection that is to be closed is still open: the message comes again then.
  package func tell(_ update: LiveUpdate) throws -> LivePushResult {
    var result = LivePushResult()
    switch update.news {
    case .lost(let connection): close(connection, &result)
    case .rights(let organization): try send(nil, to: organization, &result)
    case .post(let id, let organization):
      try send(message(try posts.find(id), id).encoded(), to: organization, &result)
    }
    if let reason = result.unclosed { throw ConnectionsError(reason: reason) }
    return result
  }

  /// What the members see: the post as it is now, or that it is gone.
  private func message(_ post: Post?, _ id: UUID) -> JSON {
    guard let post else { return ["type": "post.deleted", "post": ["id": JSON(describing: id)]] }
    return ["type": "post.changed", "post": post.json]
  }

  /// Connections that have ended are forgotten. One that cannot be reached does not keep the news from the others:
  /// a client that missed something asks for the list when it connects again.
  private func send(_ body: [UInt8]?, to organization: UUID, _ result: inout LivePushResult) throws {
    for connection in try connections.list(of: organization) {
      guard connection.isAllowed else {
        close(connection.id, &result)
        continue
      }
      guard let body else { continue }
      do throws(ConnectionsError) {
        guard try client.send(body, to: connection.id) else {
          try? connections.delete(connection.id)
          continue
        }
        result.sent += 1
      } catch {
        result.failures.append(error.reason)
      }
    }
  }

  private func close(_ connection: String, _ result: inout LivePushResult) {
    do throws(ConnectionsError) {
      if try client.close(connection) { result.closed += 1 }
      try? connections.delete(connection)
    } catch {
      result.unclosed = error.reason
    }
  }
}

/// How many connections were told, and how many closed.
package struct LivePushResult: Sendable {
  var sent = 0
  var closed = 0
  var failures: [String] = []
  /// Why one is still open that should not be.
  var unclosed: String?

  package var counts: JSONObject {
    [
      "sent": JSON(sent), "closed": JSON(closed), "failed": JSON(failures.count),
      "reason": JSON(failures.first),
    ]
  }
}
