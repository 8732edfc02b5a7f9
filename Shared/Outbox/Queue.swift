/// The queues that transactions leave messages for, by their names in the outbox. The only list: relaying, postponing,
/// settings and what is shown of queues follow from it.
package enum Queue: String, Sendable, CaseIterable {
  /// Deliveries that are due.
  case publish
  /// Deliveries that are due and take their time.
  case upload
  /// Deliveries to take down.
  case removal
  /// Webhooks that were received.
  case inbox
  case mail
  /// What is pushed to WebSocket connections.
  case live
  /// Exports of personal data to make.
  case export
  /// Variants of media to make.
  case variant
}
