internal import Core
internal import Glibc
internal import LambdaRuntime

/// Answers with the event and what is known of the invocation. An event may ask for an answer of so many `bytes`
/// or for an error with a `message`.
@main struct EchoEvent: InvokedFunction {
  static let needs = [Setting("ECHO_COLOR", "the color"), Setting("ECHO_SHAPE", "the shape")]

  static func handle(_ event: JSON, _ context: Context) throws -> JSON {
    if let message = event["message"]?.string { throw EchoFailure(description: message) }
    if let bytes = event["bytes"]?.integer {
      // The quotation marks are two of them.
      return .string(String(repeating: "x", count: Int(bytes) - 2))
    }
    let count = context.kept { Count() }
    count.value += 1
    return [
      "event": event, "requestID": .string(context.requestID), "traceID": JSON(context.traceID),
      "deadline": .string(context.deadline.description), "functionARN": .string(context.functionARN),
      "tenantID": JSON(context.tenantID), "clientContext": context.clientContext ?? .null,
      "cognitoIdentity": context.cognitoIdentity.map { [.string($0.identityID), .string($0.poolID)] }
        ?? .null,
      "traceVariable": JSON(traceVariable), "milliseconds": JSON(Int(context.timeLeft.milliseconds)),
      "color": .string(try context.setting(needs[0])), "count": JSON(count.value),
    ]
  }
}

/// What tracing libraries read.
private var traceVariable: String? { getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) } }

/// How many events this process has seen.
private final class Count {
  var value = 0
}

/// An error that says what the event told it to.
struct EchoFailure: Error, CustomStringConvertible {
  let description: String
}
