package import Core
package import Platforms

/// Why an account was not connected.
package enum AccountError: ProblemConvertible {
  case unknownPlatform([String])
  case unknownWorkspace
  /// The person was away for too long, came back twice or in another browser, or the state is not ours.
  case staleState
  /// Whoever began the connection may not connect accounts any more, or what they began it by has ended.
  case notAllowedAnyMore
  /// The person said no.
  case denied(String)
  case platform(PlatformError)
  /// Nothing was chosen, or something that was not offered.
  case wrongChoice
  /// Posts are planned for it, and it is not to be disconnected all the same.
  case plannedPosts(Int)

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
      Problem(
        400, "stale_connection",
        "This connection was finished, has expired, or began in another browser. Start it again.")
    case .notAllowedAnyMore:
      Problem(
        403, "connection_not_allowed",
        "Whoever began this connection may not connect accounts any more. What the platform granted was given back."
      )
    case .denied(let reason):
      Problem(400, "connection_denied", "The account was not connected.", detail: reason)
    case .platform(let error):
      Problem(
        502, error.apiCode, "The platform did not let the account be used.", detail: error.detail)
    case .wrongChoice:
      .invalid([FieldError("/account_ids", "wrong_choice", "Choose at least one of the accounts offered.")])
    case .plannedPosts(let count):
      Problem(
        409, "posts_planned", "Posts are planned for this account: \(count).",
        detail: "Cancel or move them, or disconnect with force=true: they then fail at their time.")
    }
  }
}
