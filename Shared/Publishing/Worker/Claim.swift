internal import Core
internal import Database
internal import Platforms

/// A delivery that this worker owns until its lease ends.
struct Claim {
  var target: DeliveryTarget
  /// Sends before this claim.
  let attempt: Int
  let maxAttempts: Int
  /// When this claim's turn is: before the due time when it is only to be prepared.
  let notBefore: Instant
  let dueAt: Instant
  let isConnected: Bool
  /// What the person has granted; nil when the platform did not say.
  let scopes: Set<String>?
  /// Of the identity.
  let kind: String
  /// Whether an earlier send of it had an outcome that nobody knew at the time.
  let wasUnknown: Bool
  /// Until when nothing is sent for the account: its own limit, that of our registration, or its platform's gate.
  let heldUntil: Instant?
  /// Whether the gate was closed, and nobody knows yet whether the platform works again.
  let isGateUntried: Bool
  /// Whether the platform failed the last time.
  let isPlatformFailing: Bool
  /// Whether its media take their time: a video, or something at an address of somebody else.
  let isHeavy: Bool

  init(_ row: Row) throws {
    target = try DeliveryTarget(row)
    attempt = try row.value("attempt")
    maxAttempts = try row.value("max_attempts")
    notBefore = try row.value("not_before")
    dueAt = try row.value("due_at")
    isConnected = try row.value("account_state") == "connected"
    scopes = Grant.scopes(stored: try row.optional("granted_scopes"))
    kind = try row.value("kind")
    wasUnknown = try row.value("was_unknown")
    heldUntil = try row.optional("held_until")
    isPlatformFailing = try row.value("is_failing")
    isGateUntried = try row.value("is_untried")
    isHeavy = try row.value("is_heavy")
  }

  var tries: Tries { Tries(made: attempt + 1, most: maxAttempts, wasUnknown: wasUnknown) }

  /// The step this claim begins with: what is out already is not sent again.
  var firstStep: Int { target.posted.count }
}
