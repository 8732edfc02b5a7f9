package import Core

/// What a handler knows of its invocation, and what it may keep for the next one.
package struct Context {
  package let log: Log
  private let invocation: Invocation
  private let state: FunctionState

  init(_ invocation: Invocation, _ state: FunctionState) {
    self.invocation = invocation
    self.state = state
    log = Log(requestID: invocation.requestID, traceID: invocation.traceID, tenantID: invocation.tenantID)
  }

  package var requestID: String { invocation.requestID }

  /// When the process will be ended. Work has to be done before it, see `callDeadline`.
  package var deadline: Instant { invocation.deadline }

  /// When calls to other systems must have ended, shortly before the deadline: so that there is time to answer.
  package var callDeadline: Instant { invocation.callDeadline ?? invocation.deadline }

  /// Until `callDeadline`; zero when it has passed, or when the process is about to end.
  package var timeLeft: Duration {
    Activity.current.isInterrupted ? .zero : max(.zero, callDeadline - .now())
  }

  /// X-Ray's trace header, when the call is traced.
  package var traceID: String? { invocation.traceID }

  package var functionARN: String { invocation.functionARN }

  /// The tenant of the call, when the function isolates tenants.
  package var tenantID: String? { invocation.tenantID }

  /// What the caller's SDK says of itself; nil when absent or not JSON.
  package var clientContext: JSON? { invocation.clientContext.flatMap { try? JSON(parsing: $0) } }

  /// Whom Amazon Cognito identified as the caller; nil when absent or not as documented.
  package var cognitoIdentity: (identityID: String, poolID: String)? {
    guard let json = invocation.cognitoIdentity.flatMap({ try? JSON(parsing: $0) }),
      let identity = json["cognitoIdentityId"]?.string, let pool = json["cognitoIdentityPoolId"]?.string
    else { return nil }
    return (identity, pool)
  }

  /// The value of a setting that the function named in `needs`.
  package func setting(_ setting: Setting) throws -> String {
    guard let value = optionalSetting(setting) else { throw MissingSetting(name: setting.name) }
    return value
  }

  package func optionalSetting(_ setting: Setting) -> String? { Environment.value(setting.name) }

  /// A value of the process, made when first asked for: a connection, a decoded key. `atEnd` is run before the
  /// environment goes, when the function needs a setting that keeps a connection.
  package func kept<Value>(atEnd end: ((Value) -> Void)? = nil, _ make: () throws -> Value) rethrows -> Value
  {
    try state.value(atEnd: end, make)
  }

  /// Work that the caller does not wait for: done when the answer was accepted, before the next event. It still
  /// counts as this invocation's time. An error is logged.
  package func afterAnswer(_ work: @escaping () throws -> Void) { state.afterAnswer.append(work) }
}

/// A setting was read that the function does not name in `needs`.
struct MissingSetting: Error {
  let name: String
}
