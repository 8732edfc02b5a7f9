internal import Audit
internal import Core
internal import Database

/// An account whose address was never verified, when the owner of the address takes it over: whoever made it may have
/// left ways in, and what keeps the owner out.
struct SquattedAccount {
  private let session: Session
  private let log: AuditLog

  init(_ session: Session, _ log: AuditLog) {
    self.session = session
    self.log = log
  }

  /// In the transaction of the take-over.
  func clear(_ user: UUID) throws {
    let factors = SecondFactorStore(session)
    let count = try factors.deleteAll(of: user)
    try factors.deleteCodes(of: user)
    if count > 0 {
      try log.record(.secondFactorRemoved, in: user, by: user, before: ["count": JSON(count)])
    }
    guard try SignInStore(session).deleteAll(of: user) > 0 else { return }
    try log.record(.signInUnlinked, in: user, by: user)
  }
}
