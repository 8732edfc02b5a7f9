internal import Core
internal import Database
internal import Privacy
internal import TestSupport
internal import Testing
internal import Vault

@Suite("Nothing of the schema is forgotten by an export, an erasure or a rotation") struct RegistryTests {
  private let session: Session

  init() throws { session = try PostgresServer.shared().makeDatabase().asAdministrator }

  /// Columns of bytes that no `Envelope` has sealed, with what they are.
  private static let otherBytes = [
    "api_key.secret_sha256": "a digest", "recovery_code.sha256": "a digest",
    "connection_attempt.browser_sha256": "a digest",
    "sign_in_attempt.state_sha256": "a digest", "sign_in_attempt.browser_sha256": "a digest",
    "connection_choice.credentials": "sealed for account.credentials, for a quarter of an hour",
    "delivery_attempt.request_sha256": "a digest", "event.previous_sha256": "a digest",
    "event.private_sha256": "a digest", "event.sha256": "a digest", "event_private.salt": "goes with its row",
    "event_stream.sha256": "a digest", "idempotency_key.request_sha256": "a digest",
    "registration.browser_sha256": "a digest",
    "user_session.key": "proves refresh tokens; opens nothing without the session's row",
    "webhook_receipt.body": "as it came, from a platform", "webhook_receipt.sha256": "a digest",
  ]

  private func names(_ statement: SQL) throws -> Set<String> {
    Set(try session.query(statement).map { try $0.value("name") as String })
  }

  private func columns(_ text: StaticString?) -> Set<String> {
    Set((text.map { "\($0)" } ?? "").split(separator: ",").map { String($0.filter { $0 != " " }) })
  }

  @Test("Every table is in the list, or an exception with a reason") func tables() throws {
    let tables = try names(
      """
      select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      """)
    let listed = PersonalData.holdings.map { "\($0.table)" }
    #expect(Set(listed).count == listed.count)
    #expect(Set(listed).union(PersonalData.exceptions.keys) == tables)
    #expect(Set(listed).isDisjoint(with: PersonalData.exceptions.keys))
  }

  @Test("Every column that names a person or an organization is in the list") func subjects() throws {
    let persons = try names(
      """
      select distinct c.relname || '.' || a.attname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'app_user'::regclass
        and a.attnum = any (k.conkey)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (k.oid is not null or a.atttypid = 'uuid'::regtype
          and (a.attname in ('user_id', 'author_id', 'actor_id', 'subject_id', 'person_id') or a.attname like '%\\_by'))
      """)
    let organizations = try names(
      """
      select c.relname || '.' || a.attname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      """)
    #expect(persons.count >= 14 && organizations.count >= 12)
    for holding in PersonalData.holdings {
      let named = columns(holding.persons)
      for name in persons where name.hasPrefix("\(holding.table).") {
        let column = String(name.drop { $0 != "." }.dropFirst())
        #expect(named.contains(column), "\(name)")
      }
      // What a person prefers is no organization's.
      if organizations.contains("\(holding.table).organization_id") && "\(holding.table)" != "user_session" {
        #expect(columns(holding.organization) == ["organization_id"], "\(holding.table)")
      }
    }
    let others = persons.union(organizations).filter { name in
      PersonalData.exceptions[String(name.prefix { $0 != "." })] != nil
    }
    #expect(others.isEmpty, "\(others)")
  }

  @Test("Every column of bytes is sealed and rotated, or something else with a reason") func sealed() throws {
    let bytes = try names(
      """
      select c.relname || '.' || a.attname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.atttypid = 'bytea'::regtype
      """)
    let sealed = Set(SealedColumn.all.map(\.name))
    #expect(sealed.isDisjoint(with: Self.otherBytes.keys))
    #expect(sealed.union(Self.otherBytes.keys) == bytes)
  }
}
