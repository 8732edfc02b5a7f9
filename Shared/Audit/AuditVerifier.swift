package import Core
package import Database

/// Looks through all streams for events that are not as they were written.
package struct AuditVerifier {
  private let store: EventStore

  /// The session's role may read every stream.
  package init(_ session: Session) { store = EventStore(session) }

  /// Stops a little before the deadline; the counts say how far it came.
  package func run(until deadline: Instant) throws -> (problems: [JSONObject], counts: JSONObject) {
    var problems: [JSONObject] = []
    var count = 0
    var last = UUID.zero
    while Instant.now() + .seconds(5) < deadline {
      let streams = try store.listStreams(after: last, limit: 100)
      for stream in streams {
        if let broken = try store.findBroken(in: stream) {
          problems.append([
            "stream": JSON(describing: stream), "sequence": .integer(broken.sequence),
            "reason": .string(broken.reason),
          ])
        }
        count += 1
      }
      guard let end = streams.last, streams.count == 100 else {
        return (problems, ["streams": JSON(count), "broken": JSON(problems.count), "is_complete": true])
      }
      last = end
    }
    return (problems, ["streams": JSON(count), "broken": JSON(problems.count), "is_complete": false])
  }
}
