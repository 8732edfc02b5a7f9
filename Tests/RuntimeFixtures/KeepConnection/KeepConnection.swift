internal import Core
internal import HTTPClient
internal import LambdaRuntime

/// Keeps something that it says it has ended, and does what the event tells it to.
@main struct KeepConnection: InvokedFunction {
  static let needs = [Setting("KEPT", "what is kept", keepsConnection: true)]

  static func handle(_ event: JSON, _ context: Context) throws -> JSON {
    let log = context.log
    let kept = context.kept(atEnd: { log.info("ended", ["kept": .string($0.name)]) }) { Kept(name: "first") }
    for line in event["log"]?.array ?? [] { write(line, context) }
    for word in event["afterAnswer"]?.array?.compactMap(\.string) ?? [] {
      context.afterAnswer {
        if word == "fail" { throw LaterFailure() }
        log.info("after the answer", ["word": .string(word)])
      }
    }
    if let url = event["call"]?.string { return try call(url, context) }
    if event["spin"] != nil { spin() }
    return .string(kept.name)
  }

  private static func write(_ line: JSON, _ context: Context) {
    let message = line["message"]?.string ?? ""
    switch line["level"]?.string {
    case "TRACE": context.log.trace(message)
    case "DEBUG": context.log.debug(message)
    case "INFO": context.log.info(message, ["field": 1])
    case "WARN": context.log.warning(message)
    case "ERROR": context.log.error(message)
    default: context.log.fatal(message)
    }
  }

  /// Calls an address that does not answer, with much patience.
  private static func call(_ url: String, _ context: Context) throws -> JSON {
    context.log.info("calling")
    let answer = try HTTPClient().send(OutboundRequest("GET", url, timeout: .seconds(600)))
    return JSON(answer.status)
  }

  /// Never comes back.
  private static func spin() {
    // With an effect, or the compiler leaves the loop out.
    while Instant.now().microseconds > 0 {}
  }
}

private struct Kept {
  let name: String
}

/// An error of the work after the answer.
struct LaterFailure: Error {}
