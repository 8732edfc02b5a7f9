/// A queue with its place in the store and its names on the wire.
struct Queue: Sendable {
  var definition: QueueDefinition
  let id: Int64
  /// Declared in the template: nobody can change or delete it here.
  let isDeclared: Bool
  /// Milliseconds since 1970.
  let createdAt: Int64
  /// Milliseconds since 1970.
  var modifiedAt: Int64
  var tags: [String: String]
  /// What the ARN of every queue here begins with.
  let arnPrefix: String
  let url: String

  var name: String { definition.name }
  var arn: String { arnPrefix + name }

  /// The ARN of another queue of the same account and region.
  func siblingARN(_ name: String) -> String { arnPrefix + name }
}

/// Whose queues these are and how they are reached.
struct QueueAddresses: Sendable {
  let account: String
  let arnPrefix: String
  /// What queue URLs begin with, up to the name.
  let urlPrefix: String

  init(region: String, account: String, baseURL: String) {
    self.account = account
    arnPrefix = "arn:aws:sqs:\(region):\(account):"
    urlPrefix = "\(baseURL)/\(account)/"
  }

  func queue(_ row: QueueRow, _ definition: QueueDefinition, isDeclared: Bool) -> Queue {
    Queue(
      definition: definition, id: row.id, isDeclared: isDeclared, createdAt: row.createdAt,
      modifiedAt: row.modifiedAt, tags: row.tags, arnPrefix: arnPrefix, url: urlPrefix + definition.name)
  }
}
