internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Limits

/// Checks what somebody gives as their second factor.
struct FactorCheck {
  private let session: Session
  private let store: SecondFactorStore
  private let box: FactorBox
  private let origin: Origin
  private let log: AuditLog

  init(_ session: Session, _ box: FactorBox, from origin: Origin) {
    self.session = session
    store = SecondFactorStore(session)
    self.box = box
    self.origin = origin
    log = AuditLog(session, origin)
  }

  /// What `body` does when the proof is right, in one transaction with using the proof up; nil when it is wrong.
  /// Attempts are counted before the proof is looked at.
  func pass<Value>(_ proof: FactorProof, of user: UUID, at now: Instant, _ body: () throws -> Value) throws
    -> Value?
  {
    let limits = LogInLimits.factor(of: user, from: origin)
    try RateLimiter(session).take(limits)
    let value = try session.transaction { try use(proof, of: user, at: now) ? body() : nil }
    guard let value else {
      try log.record(.secondFactorRefused, in: user, by: nil)
      return nil
    }
    try RateLimiter(session).clear(limits.map(\.key))
    return value
  }

  private func use(_ proof: FactorProof, of user: UUID, at now: Instant) throws -> Bool {
    switch proof {
    case .code(let text):
      for factor in try store.listSecrets(of: user) {
        let code = TimeBasedCode(secret: try box.open(factor.sealed, of: factor.id))
        guard let step = code.step(of: text, at: now) else { continue }
        return try store.takeStep(step, of: factor.id)
      }
      return false
    case .recoveryCode(let text):
      guard let digest = RecoveryCode.digest(text), try store.takeCode(digest, of: user) else { return false }
      let left = try store.countCodes(of: user)
      try log.record(.recoveryCodeUsed, in: user, by: user, after: ["left": JSON(left)])
      return true
    }
  }
}
