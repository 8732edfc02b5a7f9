package import Core
internal import Cryptography
package import Database
internal import Outbox

/// Webhooks as they came in.
package struct ReceiptStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Keeps a body together with the message that asks for its handling. The same bytes are kept once.
  package func insert(_ body: [UInt8], platform: String) throws {
    try session.transaction {
      let receipt = try session.first(
        """
        insert into webhook_receipt (id, platform, body, sha256)
        values (\(UUID.v7()), \(platform), \(Bytes(body)), \(Bytes(SHA256.hash(body))))
        on conflict (platform, sha256) do nothing returning id
        """)
      if let receipt { try OutboxStore(session).insert(ReceiptHint(id: try receipt.value("id"))) }
    }
  }

  package func find(_ id: UUID) throws -> [UInt8]? {
    let row = try session.first("select body from webhook_receipt where id = \(id)")
    let body: Bytes? = try row?.value("body")
    return body?.bytes
  }
}
