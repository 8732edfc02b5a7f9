internal import Synchronization

/// Prepared answers, one after the other; the last one stays.
final class Answers: Sendable {
  private let rest: Mutex<[String]>

  init(_ answers: [String]) { rest = Mutex(answers) }

  func next() -> String {
    rest.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? "null" }
  }
}
