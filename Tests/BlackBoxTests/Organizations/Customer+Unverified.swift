internal import Harness

extension Customer {
  /// As somebody who registered when nobody had to confirm their address: it may be another's.
  func unverify(in bundle: RunningBundle) throws {
    try bundle.sql("update app_user set email_verified_at = null where email = '\(email)'")
  }
}

extension Customer {
  /// Makes the proofs of all their sessions older than what is sensitive takes.
  func age(in bundle: RunningBundle) throws {
    try bundle.sql(
      """
      update user_session set authenticated_at = authenticated_at - interval '11 min'
      where user_id = (select id from app_user where email = '\(email)')
      """)
  }
}
