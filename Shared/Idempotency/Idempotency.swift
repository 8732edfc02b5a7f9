package import Core
internal import Cryptography
package import Database

/// Answers a repeated request with the answer of the first (`Idempotency-Key`).
///
/// The key is taken in the transaction that does the work, so that a crash leaves neither, and a repetition at
/// the same moment waits for the first.
package struct Idempotency {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// An answer that was given.
  package struct Answer: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: String

    package init(status: Int, headers: [(name: String, value: String)], body: String) {
      self.status = status
      self.headers = headers
      self.body = body
    }

    fileprivate var headerText: String {
      JSON.array(headers.map { .array([.string($0.name), .string($0.value)]) }).text
    }

    /// Nothing of one that was kept before header fields were.
    fileprivate static func headers(from text: String?) -> [(name: String, value: String)] {
      let pairs = text.flatMap { try? JSON(parsing: $0) }?.array ?? []
      return pairs.compactMap { pair in
        pair[0]?.string.flatMap { name in pair[1]?.string.map { (name: name, value: $0) } }
      }
    }
  }

  /// The first answer when there was one; else the key is taken and nil returned. To be called within a
  /// transaction. `fingerprint` is what makes two requests the same.
  package func take(_ key: String, organization: UUID, user: UUID, fingerprint: [UInt8]) throws -> Answer? {
    let digest = SHA256.hash(fingerprint)
    let isNew =
      try session.first(
        """
        insert into idempotency_key (organization_id, user_id, key, request_sha256)
        values (\(organization), \(user), \(key), \(Bytes(digest)))
        on conflict (organization_id, user_id, key) do nothing returning key
        """) != nil
    guard !isNew else { return nil }
    let row = try session.only(
      """
      select request_sha256, status, headers, body from idempotency_key
      where organization_id = \(organization) and user_id = \(user) and key = \(key)
      """)
    let stored: Bytes = try row.value("request_sha256")
    guard stored.bytes == digest else {
      throw Problem(
        422, "idempotency_key_reused", "This Idempotency-Key was used for a different request.")
    }
    let headers: String? = try row.optional("headers")
    return Answer(
      status: try row.value("status"), headers: Answer.headers(from: headers), body: try row.value("body"))
  }

  package func save(_ answer: Answer, for key: String, organization: UUID, user: UUID) throws {
    try session.query(
      """
      update idempotency_key
      set status = \(answer.status), headers = \(answer.headerText), body = \(answer.body)
      where organization_id = \(organization) and user_id = \(user) and key = \(key)
      """)
  }
}
