internal import Database

/// What PostgreSQL's catalogue says about the rules that every part of the schema keeps.
struct Catalogue {
  /// Exceptions, each with its reason.
  private static let withoutPolicies = [
    "migration": "the history of the schema: only its owner may read it"
  ]
  private static let keysOfTheirOwn = [
    "outbox": "messages of no organization are in it too; its keys begin with ids that we make",
    ofPersons: "a person's, in whatever organization; its organization is a preference",
  ]
  private static let ofPersons = "user_session"
  private static let settings = ["app.organization_id", "app.user_id"]

  private let session: Session

  /// The session's role sees the whole catalogue.
  init(_ session: Session) { self.session = session }

  func tables() throws -> [String] {
    try names(
      """
      select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1
      """)
  }

  func tenantTables() throws -> [String] {
    try names(
      """
      select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'organization_id'
        and not a.attisdropped order by 1
      """)
  }

  /// Every rule that is broken, with where; nothing when all are kept.
  func problems() throws -> [String] {
    try tablesOfOthers().map { "\($0): owned by another than the owner of the schema" }
      + tablesWithoutPolicies().map { "\($0): no row-level security, enabled and forced, with a policy" }
      + keysWithoutTenant().map { "\($0): a key or index without organization_id" }
      + referencesAcrossTenants().map { "\($0): a reference that can cross tenants" }
      + policiesForEverybody().map {
        "\($0): a policy for the role of tenants that does not look at the tenant"
      }
      + viewsOfTheirOwner().map { "\($0): a view with the rights of its owner" }
      + functionsOfTheirOwner().map {
        "\($0): a function with the rights of its owner that anybody can bend or call"
      }
  }

  private func tablesOfOthers() throws -> [String] {
    try names(
      """
      select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relowner <> 'clientnest_owner'::regrole
      """)
  }

  private func tablesWithoutPolicies() throws -> [String] {
    try names(
      """
      select c.relname::text as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not (c.relrowsecurity and c.relforcerowsecurity
          and exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive))
      """, except: Self.withoutPolicies)
  }

  /// Primary keys and whatever else is unique: a key without the tenant tells whether another tenant has a value.
  private func keysWithoutTenant() throws -> [String] {
    try names(
      """
      select distinct c.relname::text as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
      left join pg_index i on i.indrelid = c.oid and i.indisunique
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (i.indexrelid is null or not a.attnum = any (i.indkey::int2[])
          or not exists (select from pg_index k where k.indrelid = c.oid and k.indisprimary))
      """, except: Self.keysOfTheirOwn)
  }

  /// Row-level security does not look at references.
  private func referencesAcrossTenants() throws -> [String] {
    try names(
      """
      select k.conname::text as name from pg_constraint k
      join pg_attribute own on own.attrelid = k.conrelid and own.attname = 'organization_id'
      join pg_attribute other on other.attrelid = k.confrelid and other.attname = 'organization_id'
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace
        and k.confrelid <> \(Self.ofPersons)::regclass and not exists (
        select from unnest(k.conkey, k.confkey) as pair (own, other)
        where pair.own = own.attnum and pair.other = other.attnum)
      """)
  }

  private func policiesForEverybody() throws -> [String] {
    try names(
      """
      select (c.relname || '.' || p.polname)::text as name from pg_policy p
      join pg_class c on c.oid = p.polrelid
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
      where p.polpermissive and (p.polroles && array['clientnest_app'::regrole::oid, 0::oid])
        and not coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
          ~ \(Self.settings.joined(separator: "|"))
      """)
  }

  /// A materialized view has no row-level security at all.
  private func viewsOfTheirOwner() throws -> [String] {
    try names(
      """
      select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
        and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions, '{}') && array['security_invoker=true',
          'security_invoker=on', 'security_invoker=1'])
      """)
  }

  private func functionsOfTheirOwner() throws -> [String] {
    try names(
      """
      select proname::text as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
        and (has_function_privilege('public', oid, 'execute')
          or not exists (select from unnest(proconfig) as setting where setting like 'search_path=%'))
      """)
  }

  private func names(_ statement: SQL, except exceptions: [String: String] = [:]) throws -> [String] {
    try session.query(statement).map { try $0.value("name") as String }.filter { exceptions[$0] == nil }
      .sorted()
  }
}
