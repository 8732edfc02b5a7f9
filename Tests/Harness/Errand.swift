internal import Dispatch
internal import Synchronization

/// Something that is done beside the test, on a thread of its own: tasks would have to share as many as there are cores, and
/// what waits there keeps the others from beginning.
package final class Errand<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let end = DispatchSemaphore(value: 0)

  package init(_ body: @escaping @Sendable () throws -> Value) {
    DispatchQueue(label: "errand").async { [self] in
      let result = Result { try body() }
      outcome.withLock { $0 = result }
      end.signal()
    }
  }

  /// Waits for it. To be asked once.
  package func value() throws -> Value {
    guard end.wait(timeout: .now() + 60) == .success, let result = outcome.withLock({ $0 }) else {
      throw Timeout(description: "the errand has not come to its end")
    }
    return try result.get()
  }
}
