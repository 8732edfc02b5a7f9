internal import Accounts
internal import LambdaRuntime
internal import Wiring

/// rate(5 minutes)
@main struct RefreshTokens: ScheduledFunction {
  static let needs: [Setting] = [.databaseURL] + Setting.platforms

  static func handle(_ tick: ScheduledEvent, _ context: Context) throws -> Outcome {
    let session = try context.session()
    let refresher = TokenRefresher(session, try context.platforms(), try context.grantBox())
    let counts = try refresher.run(until: context.callDeadline)
    context.log.info("refreshed", counts)
    return .done
  }
}
