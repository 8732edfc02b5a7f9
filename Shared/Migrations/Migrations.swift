package import Database

/// The schema's history, embedded in the binary: forward only, each script applied once, in order.
package struct Migrations {
  private static let scripts: [(name: String, sql: [UInt8])] = [
    ("0001_identity", PackageResources._001_identity_sql),
    ("0002_publishing", PackageResources._002_publishing_sql),
    ("0003_inbox", PackageResources._003_inbox_sql),
    ("0004_security", PackageResources._004_security_sql),
    ("0005_common_passwords", PackageResources._005_common_passwords_sql),
    ("0006_live", PackageResources._006_live_sql),
    ("0007_organizations", PackageResources._007_organizations_sql),
    ("0008_second_factors", PackageResources._008_second_factors_sql),
    ("0009_sign_in", PackageResources._009_sign_in_sql),
    ("0010_api_keys", PackageResources._010_api_keys_sql),
    ("0012_platforms", PackageResources._012_platforms_sql),
    ("0013_accounts", PackageResources._013_accounts_sql),
    ("0014_media", PackageResources._014_media_sql),
    ("0016_privacy", PackageResources._016_privacy_sql),
    ("0017_heavy", PackageResources._017_heavy_sql),
    ("0018_preflight", PackageResources._018_preflight_sql),
    ("0019_take_down", PackageResources._019_take_down_sql),
    ("0020_media_variants", PackageResources._020_media_variants_sql),
    ("0021_registration", PackageResources._021_registration_sql),
    ("0022_second_factor_demand", PackageResources._022_second_factor_demand_sql),
    ("0023_doors", PackageResources._023_doors_sql),
    ("0024_trails", PackageResources._024_trails_sql),
    ("0025_links", PackageResources._025_links_sql),
    ("0026_keys_of_persons", PackageResources._026_keys_of_persons_sql),
    ("0027_trips", PackageResources._027_trips_sql),
    ("0028_standing", PackageResources._028_standing_sql),
    ("0029_claims", PackageResources._029_claims_sql),
    ("0030_media_quota", PackageResources._030_media_quota_sql),
    ("0031_begun", PackageResources._031_begun_sql),
    ("0032_replayed_headers", PackageResources._032_replayed_headers_sql),
    ("0033_beginnings", PackageResources._033_beginnings_sql),
    ("0036_waiting", PackageResources._036_waiting_sql),
    ("0038_partly_out", PackageResources._038_partly_out_sql),
    ("0039_granted_scopes", PackageResources._039_granted_scopes_sql),
    ("0040_media_coding", PackageResources._040_media_coding_sql),
    ("0042_identity_in_use", PackageResources._042_identity_in_use_sql),
    ("0043_held_sessions", PackageResources._043_held_sessions_sql),
  ]

  /// What lets a role make objects of its own, which the functions of the schema might then take for the schema's. Each
  /// time, since these rights belong to the database and not to the schema: a dump does not bring them along. Where
  /// another owns the database it changes nothing, and its administrator has to do it.
  private static let closing = """
    do $$ begin
      execute format('revoke temporary, create on database %I from public, clientnest_app, clientnest_worker, '
        'clientnest_identity, clientnest_privacy, current_user', current_database());
      execute 'revoke create on schema public from public';
    end $$
    """

  private let session: Session

  /// The session's role owns the schema.
  package init(_ session: Session) { self.session = session }

  /// Applies what is missing, up to `last` when only some of it is wanted, and returns the names of what it applied.
  package func apply(upTo last: String? = nil) throws -> [String] {
    try session.script(Self.closing)
    try session.script(
      "create table if not exists migration (name text primary key, applied_at timestamptz not null default now())"
    )
    let rows = try session.query("select name from migration")
    let done = Set(try rows.map { row in try row.value("name") as String })
    let missing = Self.scripts.filter { script in
      !done.contains(script.name) && last.map { script.name <= $0 } ?? true
    }
    for script in missing { try apply(script) }
    return missing.map(\.name)
  }

  /// The script and its record commit together; two migrators at once are kept apart by the lock, and the
  /// second then fails on the record instead of applying the script twice.
  private func apply(_ script: (name: String, sql: [UInt8])) throws {
    try session.script(
      """
      begin;
      lock table migration in exclusive mode;
      insert into migration (name) values ('\(script.name)');
      \(String(decoding: script.sql, as: UTF8.self))
      commit;
      """)
  }
}
