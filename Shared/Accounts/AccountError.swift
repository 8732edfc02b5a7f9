package import Core
package import Platforms

/// Why an account was not connected.
package enum AccountError: ProblemConvertible {
  case unknownPlatform([String])
  case unknownWorkspace
  /// The person was away for too long, came back twice, or the state is not ours.
  case staleState
  /// The person said no.
  case denied(String)
  case platform(PlatformError)

  package var problem: Problem {
    switch self {
    case .unknownPlatform(let known):
      Problem(
        404, "unknown_platform", "There is no such platform.",
        detail: "Known: \(known.joined(separator: ", ")).")
    case .unknownWorkspace:
      .invalid([
        FieldError("/workspace_id", "unknown_workspace", "There is no such workspace in your organization.")
      ])
    case .staleState:
      Problem(400, "stale_connection", "This connection was finished or has expired. Start it again.")
    case .denied(let reason):
      Problem(400, "connection_denied", "The account was not connected.", detail: reason)
    case .platform(let error):
      Problem(
        502, error.apiCode, "The platform did not connect the account.", detail: error.detail)
    }
  }
}
