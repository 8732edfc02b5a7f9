internal import Core

/// What outlives an invocation, or at least its answer. Only this process's main thread uses it.
final class FunctionState {
  private var values: [ObjectIdentifier: Any] = [:]
  private var endings: [() -> Void] = []
  /// For the invocation at hand.
  var afterAnswer: [() throws -> Void] = []

  /// One value of each type.
  func value<Value>(atEnd end: ((Value) -> Void)?, _ make: () throws -> Value) rethrows -> Value {
    let key = ObjectIdentifier(Value.self)
    if let value = values[key] as? Value { return value }
    let value = try make()
    values[key] = value
    if let end { endings.append { end(value) } }
    return value
  }

  /// Does what the invocation left for after its answer, in order; one failure does not stop the others.
  func finishInvocation(_ log: Log) {
    // What is done now may ask for more.
    while !afterAnswer.isEmpty {
      let work = afterAnswer
      afterAnswer = []
      for work in work {
        do {
          try work()
        } catch {
          log.error("work after the answer failed", ["error": .string(String(describing: error))])
        }
      }
    }
  }

  /// Ends what is kept, the last first: it may use what was there before.
  func end() {
    for ending in endings.reversed() { ending() }
    endings = []
  }
}
