internal import Core
internal import Database

/// What a delivery waits for that is due and not out.
struct Wait {
  private let reason: String
  private let since: Instant
  /// Nil when nobody can tell.
  private let until: Instant?

  /// Nil when it waits for nothing.
  init?(_ row: Row) throws {
    guard let reason: String = try row.optional("waits_for") else { return nil }
    self.reason = reason
    since = try row.value("waits_since")
    until = try row.optional("waits_until")
  }

  var json: JSON {
    [
      "reason": .string(reason), "detail": JSON(detail), "since": JSON(describing: since),
      "until": JSON(describing: until),
    ]
  }

  /// For people.
  private var detail: String? {
    switch reason {
    case "account_limit": "The platform takes nothing more from this account for now."
    case "application_limit": "The platform takes nothing more from ClientNest for now."
    case "platform_gate": "The platform answers nothing but errors and is left alone for a moment."
    case "retry": "It could not be published, and is tried again."
    case "pacing": "Posts of this account that are late go out one after the other."
    case "preparation": "Its media are being fetched, converted or uploaded."
    case "turn": "It waits for other posts with media of this organization."
    case "dispatch": "It is due, and is about to be taken up."
    case "queue": "It is due, and waits for a worker."
    case "recovery": "The worker that had it was lost; another takes it up."
    case "answer": "It is being sent."
    case "platform": "The platform has it, and works on it."
    case "confirmation": "Its answer was lost: the platform is being asked whether it is there."
    case "removal": "It is being taken down."
    default: nil
    }
  }
}
