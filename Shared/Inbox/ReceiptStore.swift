package import Core
internal import Cryptography
package import Database

/// Webhooks as they came in.
package struct ReceiptStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Keeps a body together with the message that asks for its handling. The same bytes are kept once.
  package func insert(_ body: [UInt8], platform: String) throws {
    try session.query(
      """
      with receipt as (
        insert into webhook_receipt (id, platform, body, sha256)
        values (\(UUID.v7()), \(platform), \(Bytes(body)), \(Bytes(SHA256.hash(body))))
        on conflict (platform, sha256) do nothing returning id)
      insert into outbox (queue, dedup_key, body)
      select 'inbox', id::text, jsonb_build_object('v', 1, 'receipt_id', id) from receipt
      """)
  }

  package func find(_ id: UUID) throws -> [UInt8]? {
    let row = try session.first("select body from webhook_receipt where id = \(id)")
    let body: Bytes? = try row?.value("body")
    return body?.bytes
  }
}
