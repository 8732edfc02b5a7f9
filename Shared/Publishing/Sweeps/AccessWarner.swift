package import Audit
package import Core
package import Database
internal import Identity
internal import Outbox

/// Tells those who manage accounts of access that ends soon and cannot be renewed without them: seven, three and one
/// days ahead, while posts are planned for the account.
package struct AccessWarner {
  private let session: Session
  private let store: AccessWarningStore
  private let outbox: OutboxStore
  private let log: AuditLog

  /// The session's role sees the accounts of all tenants.
  package init(_ session: Session, from origin: Origin) {
    self.session = session
    store = AccessWarningStore(session: session)
    outbox = OutboxStore(session)
    log = AuditLog(session, origin)
  }

  /// Returns how many it warned of. A warning commits with the mark that it was given.
  package func run() throws -> JSONObject {
    var count = 0
    while try warnOfNext() { count += 1 }
    return ["warned": JSON(count)]
  }

  private func warnOfNext() throws -> Bool {
    try session.transaction {
      guard let ending = try store.takeNext() else { return false }
      try log.record(
        .accountAccessEnding, in: ending.organization, by: nil, on: "account:\(ending.account)",
        after: [
          "platform": .string(ending.platform), "name": .string(ending.name), "days": JSON(ending.days),
          "token_expires_at": JSON(describing: ending.expiresAt),
        ])
      try outbox.insert(
        MailRequest.notice(
          notice(of: ending), key: "access:\(ending.account):\(ending.expiresAt):\(ending.days)"))
      return true
    }
  }

  private func notice(of ending: EndingAccess) -> Notice {
    let days = ending.days == 1 ? "a day" : "\(ending.days) days"
    let name = ending.name.oneLine()
    return Notice(
      to: .holders(of: .manageAccounts), in: ending.organization,
      subject: "The access to \(name) ends within \(days)",
      text: """
        ClientNest may publish as \(name) (\(ending.platform)) until \(ending.expiresAt.readable), and cannot renew that by itself.

        Posts that are planned for it: \(ending.planned). Connect the account again before then; what comes later would fail.

        """)
  }
}
