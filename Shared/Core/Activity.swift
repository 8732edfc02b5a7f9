internal import Synchronization

/// What this process is doing for the invocation at hand, and until when it may. The runtime reads it when the time
/// runs out; what waits for others (HTTPClient, Database) writes it.
///
/// Process-wide, because a function handles one invocation at a time and those who wait do not know which.
package final class Activity: Sendable {
  package static let current = Activity()

  private let note = Mutex(Note.ownCode)
  /// Microseconds since 1970; `Int64.max` outside of an invocation.
  private let end = Atomic<Int64>(.max)
  private let interrupted = Atomic<Bool>(false)

  private init() {}

  package enum Note: Sendable {
    case ownCode
    case request(method: String, url: String)
    case statement(String)
  }

  /// Runs `body` under a note of what it waits for.
  package func during<Result, Failure: Error>(
    _ note: Note, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    self.note.withLock { $0 = note }
    defer { self.note.withLock { $0 = .ownCode } }
    return try body()
  }

  /// When calls to other systems must have come back. Far away outside of an invocation.
  package var deadline: Instant {
    get { Instant(microseconds: end.load(ordering: .relaxed)) }
    set { end.store(newValue.microseconds, ordering: .relaxed) }
  }

  /// No deadline holds until the next one is set.
  package func clearDeadline() { end.store(.max, ordering: .relaxed) }

  /// The shorter of a time-out and the time left; zero when there is none left.
  package func limit(_ timeout: Duration) -> Duration {
    let end = end.load(ordering: .relaxed)
    return end == .max ? timeout : max(.zero, min(timeout, Instant(microseconds: end) - .now()))
  }

  /// Whether the process is about to end, so that nothing should be waited for.
  package var isInterrupted: Bool { interrupted.load(ordering: .acquiring) }

  /// May be called within a signal handler.
  package func interrupt() { interrupted.store(true, ordering: .releasing) }

  /// For people: `waiting for POST api.x.com/2/tweets`. Holds no query and no parameters, which may be secrets.
  package var description: String { note.withLock { $0 }.description }
}

extension Activity.Note {
  fileprivate var description: String {
    switch self {
    case .ownCode: "in its own code"
    case .request(let method, let url): "waiting for \(method) \(Self.address(url))"
    case .statement(let text): "in statement \(Self.oneLine(text))"
    }
  }

  /// Host and path.
  private static func address(_ url: String) -> Substring {
    let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
    let path = url[start...].prefix { $0 != "?" && $0 != "#" }
    // What stands before an @ of the authority is a password.
    let authority = path.prefix { $0 != "/" }
    return authority.lastIndex(of: "@").map { path[path.index(after: $0)...] } ?? path
  }

  private static func oneLine(_ statement: String) -> String {
    statement.split { $0.isWhitespace }.joined(separator: " ").prefix(100).description
  }
}
