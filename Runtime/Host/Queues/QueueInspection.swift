internal import GRDB

/// Looks into the file of the queues without receiving anything, whether a service has it open or not.
package struct QueueInspection {
  package struct Message: Sendable {
    package let messageID: String
    package let body: String
    /// Milliseconds since 1970.
    package let sentAt: Int64
    /// Milliseconds since 1970; in the past when the message is visible.
    package let visibleAt: Int64
    package let receiveCount: Int
    /// The queue in which it was received too often; nil for what is no dead letter.
    package let sourceQueue: String?
  }

  private let database: DatabaseQueue

  /// Throws when there is no such file.
  package init(databasePath: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    database = try DatabaseQueue(path: databasePath, configuration: configuration)
  }

  /// The oldest messages of a queue, delayed ones and those in flight included.
  package func listMessages(in queue: String, limit: Int) throws -> [Message] {
    try database.read { database in
      try MessageStore(database: database).listOldest(in: queue, limit: limit)
    }
  }
}
