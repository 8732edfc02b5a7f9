internal import Audit
internal import LambdaRuntime
internal import Wiring

/// rate(1 day)
@main struct VerifyAuditLog: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL]

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let result = try AuditVerifier(try context.session()).run(until: context.callDeadline)
    for problem in result.problems { context.log.error("the audit trail is broken", problem) }
    for heads in result.heads { context.log.info("heads of the audit trail", heads) }
    context.log.info("audit trail verified", result.counts)
    return .done
  }
}
