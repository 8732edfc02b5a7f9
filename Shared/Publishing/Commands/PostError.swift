package import Core
package import Platforms

/// Why a command on a post was refused.
package enum PostError: ProblemConvertible {
  /// Someone else changed the post meanwhile.
  case stale(current: Int?)
  case versionRequired
  /// A delivery is being sent, or its outcome is being found out.
  case inFlight
  /// It is out on these accounts, and what is out is a fact.
  case alreadyPublished([String])
  case notSchedulable(String)
  case notCancellable(String)
  case notRetryable(String)
  case notResolvable(String)
  case notRemovable(String)
  /// The platform has no call for it: how a person does it, and where.
  case onlyByPeople(String, permalink: String?)
  /// What a person says is the delivery is known to be another's.
  case claimOfAnotherDelivery
  /// The platform has nothing of this id, or it is not this account's.
  case claimNotOnAccount(String)
  /// The platform had it before it was begun to be sent.
  case claimBeforeAttempt
  /// The platform does not answer.
  case notConfirmableNow(PlatformError)
  /// An account cannot be taken off a post that was tried on it.
  case triedAlready

  package var problem: Problem {
    switch self {
    case .stale(let current):
      Problem(
        412, "stale_version", "The post was changed by someone else. Load it again; nothing was overwritten.",
        detail: current.map { "The current version is \($0)." })
    case .versionRequired:
      Problem(
        428, "version_required", "Send If-Match with the post's version, so that no change is overwritten.")
    case .inFlight:
      Problem(
        409, "being_published", "The post is being published right now, or its outcome is being checked.")
    case .alreadyPublished(let accounts):
      Problem(
        409, "already_published", "What is published cannot be changed here.",
        detail:
          "It is out on \(accounts.joined(separator: ", ")). Change what is not out yet by the variants "
          + "of the other accounts, or write a new post.")
    case .notSchedulable(let state):
      Problem(409, "not_schedulable", "A post that is \(state) has nothing left to schedule.")
    case .notCancellable(let state):
      Problem(409, "not_cancellable", "A post that is \(state) has nothing left to cancel.")
    case .notRetryable(let state):
      Problem(
        409, "not_retryable",
        "A delivery that is \(state) cannot be tried again; only failed and missed ones can, and the rest of one "
          + "that is partly out.")
    case .notResolvable(let state):
      Problem(409, "not_resolvable", "A delivery that is \(state) needs no decision.")
    case .notRemovable(let state):
      Problem(
        409, "not_removable",
        "A delivery that is \(state) cannot be taken down; only a published one whose id is known can.")
    case .onlyByPeople(let reason, let permalink):
      Problem(409, "only_by_people", reason, detail: permalink.map { "It is at \($0)." })
    case .claimOfAnotherDelivery:
      .invalid([
        FieldError("/remote_id", "belongs_to_another_delivery", "This id is that of another delivery.")
      ])
    case .claimNotOnAccount(let name):
      .invalid([
        FieldError("/remote_id", "not_on_this_account", "The platform has no such post of \(name).")
      ])
    case .claimBeforeAttempt:
      .invalid([
        FieldError(
          "/remote_id", "made_before_the_attempt", "This was there before the delivery was begun to be sent.")
      ])
    case .notConfirmableNow(let error):
      Problem(
        502, error.apiCode, "The platform could not be asked about this id. Nothing was changed.",
        detail: error.detail)
    case .triedAlready:
      Problem(409, "already_tried", "An account on which the post was tried cannot be taken off it.")
    }
  }
}
