internal import Database
internal import TestSupport

/// What PostgreSQL's catalogue says about ways to more rights than one's own: functions, grants, memberships.
struct Doors {
  static let path = "search_path=pg_catalog, public, pg_temp"
  /// Exceptions, each with its reason.
  private static let withoutPath = [
    "rolled_up": "names no table, and is to be inlined", "post_state": "names no table, and is to be inlined",
  ]
  private static let roles = PostgresServer.Role.allCases.map { "'\($0.name)'" }.joined(separator: ", ")

  private let session: Session

  /// The session's role sees the whole catalogue.
  init(_ session: Session) { self.session = session }

  /// Functions with the rights of their owner that can be called; triggers cannot be.
  func definers() throws -> [String] {
    try names(
      "select proname::text as name from pg_proc where prosecdef and prorettype <> 'trigger'::regtype")
  }

  /// Those that are fired.
  func definingTriggers() throws -> [String] {
    try names(
      "select proname::text as name from pg_proc where prosecdef and prorettype = 'trigger'::regtype")
  }

  /// Every one that is open, with where; nothing when all are shut.
  func problems() throws -> [String] {
    try functionsWithoutPath().map { "\($0): finds tables by its caller's path, or temporary ones first" }
      + unqualifiedNames().map { "\($0): names a table without its schema" }
      + definersForEverybody().map { "\($0): has its owner's rights, and everybody may call it" }
      + things().map { "\($0): is not the owner's of the schema" }
      + rightsOfEverybody().map { "\($0): a right of everybody's, or one to be passed on" }
      + rightsToMake().map { "\($0): may make objects, or temporary ones" }
      + roleAttributes().map { "\($0): a role that may more than log in" }
      + memberships().map { "\($0): a member of another role" }
  }

  private func functionsWithoutPath() throws -> [String] {
    try names(
      """
      select proname::text as name from pg_proc where pronamespace = 'public'::regnamespace
        and not coalesce(proconfig, '{}') @> array[\(Self.path)]
      """, except: Self.withoutPath)
  }

  /// Any word of the body that is the name of a table and has nothing before it.
  private func unqualifiedNames() throws -> [String] {
    try names(
      """
      select (p.proname || ': ' || c.relname)::text as name from pg_proc p join pg_class c
        on c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
      where p.prosecdef and p.pronamespace = 'public'::regnamespace
        and regexp_replace(p.prosrc, '--[^\\n]*', '', 'g')
          ~* ('(^|[^.[:alnum:]_])"?' || c.relname || '"?([^[:alnum:]_.(]|$)')
      """)
  }

  private func definersForEverybody() throws -> [String] {
    try names(
      "select proname::text as name from pg_proc where prosecdef and has_function_privilege('public', oid, 'execute')"
    )
  }

  /// An extension would bring functions that nobody here has looked at.
  private func things() throws -> [String] {
    try names(
      """
      select relname::text as name from pg_class
        where relnamespace = 'public'::regnamespace and relowner <> 'clientnest_owner'::regrole
      union all select proname from pg_proc
        where pronamespace = 'public'::regnamespace and proowner <> 'clientnest_owner'::regrole
      union all select typname from pg_type
        where typnamespace = 'public'::regnamespace and typowner <> 'clientnest_owner'::regrole
      union all select nspname from pg_namespace where nspname = 'public' and nspowner <> 'clientnest_owner'::regrole
      union all select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')
      union all select extname from pg_extension where extname <> 'plpgsql'
      """)
  }

  private func rightsOfEverybody() throws -> [String] {
    try names(
      """
      select (c.relname || ': ' || a.privilege_type)::text as name from pg_class c, aclexplode(c.relacl) a
        where c.relnamespace = 'public'::regnamespace and (a.grantee = 0 or a.is_grantable and a.grantee <> c.relowner)
      union all select t.attrelid::regclass || '.' || t.attname from pg_attribute t join pg_class c on c.oid = t.attrelid,
        aclexplode(t.attacl) a where c.relnamespace = 'public'::regnamespace and (a.grantee = 0 or a.is_grantable)
      union all select p.proname || ': may be passed on' from pg_proc p, aclexplode(p.proacl) a
        where p.pronamespace = 'public'::regnamespace and a.is_grantable and a.grantee <> p.proowner
      union all select 'default privileges of ' || defaclrole::regrole from pg_default_acl
      """)
  }

  private func rightsToMake() throws -> [String] {
    try names(
      SQL(
        stringLiteral: """
          select 'public in ' || datname as name from pg_database d, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
            where datname = current_database() and a.grantee = 0 and a.privilege_type in ('TEMPORARY', 'CREATE')
          union all select r.rolname || ' in the database' from pg_roles r where rolname in (\(Self.roles))
            and has_database_privilege(r.oid, current_database(), 'temporary, create')
          union all select r.rolname || ' in ' || n.nspname from pg_roles r, pg_namespace n where rolname in (\(Self.roles))
            and rolname <> 'clientnest_owner' and has_schema_privilege(r.oid, n.oid, 'create')
            and nspname !~ '^pg_(temp|toast)'
          """))
  }

  private func roleAttributes() throws -> [String] {
    try names(
      SQL(
        stringLiteral: """
          select rolname::text as name from pg_roles where rolname in (\(Self.roles)) and (rolsuper or rolbypassrls
            or rolinherit or rolcreatedb or rolcreaterole or rolreplication)
          """))
  }

  /// Of another role, as those that may run programs on the server.
  private func memberships() throws -> [String] {
    try names(
      SQL(
        stringLiteral: """
          select (member::regrole || ' of ' || roleid::regrole)::text as name from pg_auth_members
          where member::regrole::text in (\(Self.roles)) or roleid::regrole::text in (\(Self.roles))
          """))
  }

  private func names(_ statement: SQL, except exceptions: [String: String] = [:]) throws -> [String] {
    try session.query(statement).map { try $0.value("name") as String }.filter { exceptions[$0] == nil }
      .sorted()
  }
}
