package import Core
package import Database

/// Looks through all streams for events that are not as they were written, and for streams that are not there.
package struct AuditVerifier {
  private let store: EventStore

  /// The session's role may read every stream, and whose there have to be.
  package init(_ session: Session) { store = EventStore(session) }

  /// Stops a little before the deadline; the counts say how far it came.
  package func run(until deadline: Instant) throws -> (problems: [JSONObject], counts: JSONObject) {
    var problems: [JSONObject] = []
    var count = 0
    var last = UUID.zero
    while Instant.now() + .seconds(5) < deadline {
      let streams = try store.listStreams(after: last, limit: 100)
      for stream in streams {
        problems += try self.problems(of: stream)
        count += 1
      }
      guard let end = streams.last, streams.count == 100 else {
        return (problems, ["streams": JSON(count), "broken": JSON(problems.count), "is_complete": true])
      }
      last = end.id
    }
    return (problems, ["streams": JSON(count), "broken": JSON(problems.count), "is_complete": false])
  }

  private func problems(of stream: AuditedStream) throws -> [JSONObject] {
    let beginning = BrokenEvent(sequence: 1, reason: "the beginning of the stream is missing")
    let broken = try [store.findBroken(in: stream.id), stream.lacksBeginning ? beginning : nil]
    return broken.compactMap { $0 }.map { event in
      [
        "stream": JSON(describing: stream.id), "sequence": .integer(event.sequence),
        "reason": .string(event.reason),
      ]
    }
  }
}
