package import Core
package import Database

/// Looks through all streams for events that are not as they were written, and for streams that are not there.
package struct AuditVerifier {
  private let store: EventStore

  /// The session's role may read every stream, and whose there have to be.
  package init(_ session: Session) { store = EventStore(session) }

  /// Stops a little before the deadline; the counts say how far it came. The heads are those that have moved since
  /// yesterday: kept elsewhere, they tell of a trail that was written anew as a whole, by whoever owns the database.
  package func run(until deadline: Instant) throws -> AuditFindings {
    var (problems, heads): ([JSONObject], [String]) = ([], [])
    var count = 0
    var last = UUID.zero
    while Instant.now() + .seconds(5) < deadline {
      let streams = try store.listStreams(after: last, limit: 100)
      for stream in streams {
        problems += try self.problems(of: stream)
        if let head = stream.movedHead { heads.append("\(stream.id):\(head)") }
        count += 1
      }
      guard let end = streams.last, streams.count == 100 else {
        return AuditFindings(problems, heads, streams: count, isComplete: true)
      }
      last = end.id
    }
    return AuditFindings(problems, heads, streams: count, isComplete: false)
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

/// What a look through the streams has found.
package struct AuditFindings: Sendable {
  package let problems: [JSONObject]
  /// `stream:sequence:sha256`, a hundred to a line of the log.
  package let heads: [JSONObject]
  package let counts: JSONObject

  init(_ problems: [JSONObject], _ heads: [String], streams: Int, isComplete: Bool) {
    self.problems = problems
    self.heads = stride(from: 0, to: heads.count, by: 100).map { start in
      ["heads": .array(heads[start..<min(start + 100, heads.count)].map { .string($0) })]
    }
    counts = [
      "streams": JSON(streams), "broken": JSON(problems.count), "heads": JSON(heads.count),
      "is_complete": .bool(isComplete),
    ]
  }
}
