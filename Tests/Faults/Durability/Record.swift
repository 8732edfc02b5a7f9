internal import Synchronization

/// What the server has said, as all clients heard it. A message is known by its body, which is sent once.
final class Record: Sendable {
  private struct Heard {
    var acknowledged: Set<String> = []
    var deleteAttempted: Set<String> = []
    /// Deleted with a handle that held, by message id.
    var deleted: Set<String> = []
    var resurrected = 0
    /// The ids under which a FIFO queue delivered a body.
    var identifiers: [String: Set<String>] = [:]
    var objectFindings: [ObjectState.Finding] = []
  }

  private let heard = Mutex(Heard())
  private let messages = Atomic(0)
  private let objects = Atomic(0)

  /// Rises with every message that was acknowledged.
  var messageProgress: Int { messages.load(ordering: .relaxed) }
  /// Rises with every change of an object that was acknowledged.
  var objectProgress: Int { objects.load(ordering: .relaxed) }

  func acknowledge(_ body: String) {
    messages.add(1, ordering: .relaxed)
    heard.withLock { _ = $0.acknowledged.insert(body) }
  }

  func receive(_ body: String, id: String, isFIFO: Bool) {
    heard.withLock { heard in
      if heard.deleted.contains(id) { heard.resurrected += 1 }
      if isFIFO { heard.identifiers[body, default: []].insert(id) }
    }
  }

  func attemptDelete(_ bodies: [String]) { heard.withLock { $0.deleteAttempted.formUnion(bodies) } }

  func delete(_ ids: [String]) { heard.withLock { $0.deleted.formUnion(ids) } }

  func acknowledgeObject() { objects.add(1, ordering: .relaxed) }

  func note(_ finding: ObjectState.Finding) { heard.withLock { $0.objectFindings.append(finding) } }

  /// `left` are the bodies that were still there at the end.
  func verdict(kills: Int, left: Set<String>) -> Verdict {
    heard.withLock { heard in
      Verdict(
        kills: kills, acknowledged: heard.acknowledged.count,
        lost: heard.acknowledged.subtracting(heard.deleteAttempted).subtracting(left).count,
        resurrected: heard.resurrected,
        duplicated: heard.identifiers.values.reduce(0) { $0 + $1.count - 1 },
        objects: Verdict.Objects(
          acknowledged: objectProgress, lost: heard.objectFindings.count { $0 == .lost },
          resurrected: heard.objectFindings.count { $0 == .resurrected },
          torn: heard.objectFindings.count { $0 == .torn }))
    }
  }
}

struct Verdict {
  let kills: Int
  let acknowledged: Int
  /// Acknowledged, never to be deleted, and gone.
  let lost: Int
  /// Delivered after their deletion was acknowledged.
  let resurrected: Int
  /// Taken twice by a FIFO queue, though sent with the same content.
  let duplicated: Int
  let objects: Objects

  struct Objects {
    /// Changes: objects put, completed and deleted.
    let acknowledged: Int
    /// Reads that found nothing, or something older than what was acknowledged.
    let lost: Int
    /// Reads that found an object whose deletion was acknowledged.
    let resurrected: Int
    /// Reads that found what nobody had written as a whole.
    let torn: Int

    var isRed: Bool { lost + resurrected + torn > 0 || acknowledged == 0 }
  }

  var isRed: Bool { lost + resurrected + duplicated > 0 || acknowledged == 0 || objects.isRed }

  var summary: String {
    "durability: kills \(kills) acknowledged \(acknowledged) lost \(lost) resurrected \(resurrected) "
      + "duplicated \(duplicated); objects acknowledged \(objects.acknowledged) lost \(objects.lost) "
      + "resurrected \(objects.resurrected) torn \(objects.torn)"
  }
}
