internal import Core
internal import Database

/// Deletes what is not needed any more, `limit` rows at a time; each returns how many it found.
struct RetentionStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// A key whose next request has been due for an hour is as if it had never been there.
  func deleteRateLimits(limit: Int) throws -> Int {
    try session.query(
      """
      delete from rate_limit where key in (select key from rate_limit
        where due_at < clock_timestamp() - interval '1 hour' limit \(limit)) returning 1
      """
    ).count
  }

  /// A week, so that a late click is told that the link is too old and not that it never was.
  func deleteLinks(limit: Int) throws -> Int {
    try session.query(
      """
      delete from mailed_link where id in (select id from mailed_link
        where expires_at < clock_timestamp() - interval '7 days' limit \(limit)) returning 1
      """
    ).count
  }

  /// Nobody confirmed the address within a day.
  func deleteRegistrations(limit: Int) throws -> Int {
    try session.query(
      """
      delete from registration where id in (select id from registration
        where expires_at < clock_timestamp() limit \(limit)) returning 1
      """
    ).count
  }

  func deleteSignInAttempts(limit: Int) throws -> Int {
    try session.query(
      """
      delete from sign_in_attempt where state_sha256 in (select state_sha256 from sign_in_attempt
        where expires_at < clock_timestamp() - interval '1 day' limit \(limit)) returning 1
      """
    ).count
  }

  /// Thirty days after they ended or expired. What happened in them is in the audit trail.
  func deleteSessions(limit: Int) throws -> Int {
    try session.query(
      """
      delete from user_session where id in (select id from user_session
        where least(revoked_at, expires_at) < clock_timestamp() - interval '30 days' limit \(limit)) returning 1
      """
    ).count
  }

  /// A repeated request is known for a week.
  func deleteIdempotencyKeys(limit: Int) throws -> Int {
    try session.query(
      """
      delete from idempotency_key where (organization_id, user_id, key) in (
        select organization_id, user_id, key from idempotency_key
        where created_at < clock_timestamp() - interval '7 days' limit \(limit)) returning 1
      """
    ).count
  }

  /// A consent page nobody came back from.
  func deleteConnectionAttempts(limit: Int) throws -> Int {
    try session.query(
      """
      delete from connection_attempt where (organization_id, id) in (select organization_id, id
        from connection_attempt where expires_at < clock_timestamp() - interval '1 hour' limit \(limit)) returning 1
      """
    ).count
  }

  /// Accounts that nobody chose among.
  func deleteConnectionChoices(limit: Int) throws -> Int {
    try session.query(
      """
      delete from connection_choice where (organization_id, connection_id, id) in (
        select organization_id, connection_id, id from connection_choice
        where expires_at < clock_timestamp() - interval '1 hour' limit \(limit)) returning 1
      """
    ).count
  }

  func deleteInvitations(limit: Int) throws -> Int {
    try session.query(
      """
      delete from invitation where (organization_id, id) in (select organization_id, id from invitation
        where expires_at < clock_timestamp() - interval '30 days' limit \(limit)) returning 1
      """
    ).count
  }

  /// What was not closed when its time was over, as it is every minute, is none any more.
  func deleteLiveConnections(limit: Int) throws -> Int {
    try session.query(
      """
      delete from live_connection where (organization_id, id) in (select organization_id, id from live_connection
        where expires_at < clock_timestamp() - interval '1 day' limit \(limit)) returning 1
      """
    ).count
  }

  /// Bodies of webhooks hold what strangers wrote. What they said is in the inbox.
  func deleteReceipts(limit: Int) throws -> Int {
    try session.query(
      """
      delete from webhook_receipt where id in (select id from webhook_receipt
        where received_at < clock_timestamp() - interval '90 days' limit \(limit)) returning 1
      """
    ).count
  }

  /// Thirty days after they expired; their files went when they did.
  func deleteExports(limit: Int) throws -> Int {
    try session.query(
      """
      delete from data_export where id in (select id from data_export
        where state = 'expired' and expires_at < clock_timestamp() - interval '30 days' limit \(limit)) returning 1
      """
    ).count
  }
}
