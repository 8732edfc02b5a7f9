internal import Harness

extension Customer {
  /// As somebody who registered when nobody had to confirm their address: it may be another's.
  func unverify(in bundle: RunningBundle) throws {
    try bundle.sql("update app_user set email_verified_at = null where email = '\(email)'")
  }
}
