internal import Core

/// A function that is told what happens to objects of S3.
///
/// S3 sends an event again when its invocation fails, all records of it: handling one twice must do no harm.
package protocol ObjectFunction {
  static var needs: [Setting] { get }
  static func handle(_ record: ObjectRecord, _ context: Context) throws -> Outcome
}

extension ObjectFunction {
  package static var needs: [Setting] { [] }

  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      // One record's failure does not keep the others waiting.
      var failure: (any Error)?
      for record in try ObjectRecord.all(event: event) {
        do {
          try handleOne(record, context)
        } catch {
          context.log.error(
            "the record failed", ["key": .string(record.key), "error": .string(String(describing: error))])
          failure = error
        }
      }
      if let failure { throw failure }
      return Array("null".utf8)
    }
  }

  private static func handleOne(_ record: ObjectRecord, _ context: Context) throws {
    switch try handle(record, context) {
    case .done: break
    case .retry(let delay): throw TickFailure(reason: "to be tried again after \(delay)")
    case .discard(let reason):
      context.log.warning("record discarded", ["key": .string(record.key), "reason": .string(reason)])
    }
  }
}
