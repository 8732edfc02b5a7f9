internal import Accounts
internal import Audit
internal import LambdaRuntime
internal import Publishing
internal import Wiring
internal import WiringAccounts

/// rate(5 minutes)
@main struct RefreshTokens: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL] + Setting.platforms

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let session = try context.session()
    let refresher = TokenRefresher(session, try context.platforms(), try context.grantBox())
    let counts = try refresher.run(until: context.callDeadline)
    context.log.info("refreshed", counts)
    let warned = try AccessWarner(session, from: .job(traceID: context.traceID)).run()
    context.relay(session)
    context.log.info("warned of access that ends", warned)
    return .done
  }
}
