internal import Synchronization

/// What the connections of one server share.
final class ConnectionSettings: Sendable {
  let limits: HTTPLimits
  let reach: Reach
  let maxBodyBytes: Int
  /// For peers that are not ours: a `date` in answers, trailers that are forgotten, and a connection that is open
  /// in one direction still gets its answer.
  let isPublic: Bool
  let handler: @Sendable (HTTPRequest, Responder) -> Void
  let isStopping = Atomic(false)
  let connections = Atomic(0)
  /// That came in and whose answer is not out.
  let requests = Atomic(0)
  /// Of bodies that are not whole yet.
  let heldBodyBytes = Atomic(0)

  init(
    _ limits: HTTPLimits, _ reach: Reach, maxBodyBytes: Int, isPublic: Bool,
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) {
    self.limits = limits
    self.reach = reach
    self.maxBodyBytes = maxBodyBytes
    self.isPublic = isPublic
    self.handler = handler
  }
}
