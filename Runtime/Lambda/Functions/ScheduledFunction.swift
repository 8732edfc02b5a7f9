internal import Core

/// A function that a schedule starts. Its answer is logged by nobody: what it did is in its effects.
package protocol ScheduledFunction {
  static var needs: [Setting] { get }
  /// `retry` fails the invocation, so that the scheduler tries again by its own policy.
  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome
}

extension ScheduledFunction {
  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      switch try handle(try ScheduledEvent(event: event), context) {
      case .done: break
      case .retry(let delay): throw TickFailure(reason: "to be tried again after \(delay)")
      case .discard(let reason): context.log.warning("tick discarded", ["reason": .string(reason)])
      }
      return Array("null".utf8)
    }
  }
}

/// A tick that did not do its work.
struct TickFailure: Error {
  let reason: String
}
